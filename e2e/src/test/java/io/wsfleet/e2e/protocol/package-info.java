/** Compares what clients receive from a gateway and from the Node server. */
@NullMarked
package io.wsfleet.e2e.protocol;

import org.jspecify.annotations.NullMarked;
