/** A gateway and the original Node server show their clients the same. */
@NullMarked
package io.wsfleet.e2e.protocol;

import org.jspecify.annotations.NullMarked;
