/**
 * Plain websocket clients, which speak {@code wsfleet.v1}: JSON messages on a websocket, for those
 * who have no Socket.IO. They are members of the hub like all others, so that rooms, rules and
 * handlers are the same for both. The socket itself is that of quarkus-websockets-next.
 */
@NullMarked
package io.wsfleet.gateway.plain;

import org.jspecify.annotations.NullMarked;
