/** The settings of a run, its requirements, and the start of other programs. */
@NullMarked
package io.wsfleet.e2e.run;

import org.jspecify.annotations.NullMarked;
