/**
 * The parts of the protocol that a load generator needs: websocket frames and the numbered payloads
 * in them. Pure functions of bytes.
 */
@NullMarked
package io.wsfleet.bench.wire;

import org.jspecify.annotations.NullMarked;
