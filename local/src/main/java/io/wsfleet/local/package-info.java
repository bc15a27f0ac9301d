/** A fleet on one machine, without a cluster. */
@NullMarked
package io.wsfleet.local;

import org.jspecify.annotations.NullMarked;
