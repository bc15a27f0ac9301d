/** The entries of the stream and their encoding. Pure. */
@NullMarked
package io.wsfleet.gateway.bus.stream.wire;

import org.jspecify.annotations.NullMarked;
