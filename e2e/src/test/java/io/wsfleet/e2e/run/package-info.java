/**
 * What a run is told from outside, what it needs of its machine, and how it starts another program.
 */
@NullMarked
package io.wsfleet.e2e.run;

import org.jspecify.annotations.NullMarked;
