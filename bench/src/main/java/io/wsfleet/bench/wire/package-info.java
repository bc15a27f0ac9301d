/**
 * What goes over the wire, as far as a load generator must know it: websocket frames, and the
 * numbered payloads in them. Pure functions of bytes.
 */
@NullMarked
package io.wsfleet.bench.wire;

import org.jspecify.annotations.NullMarked;
