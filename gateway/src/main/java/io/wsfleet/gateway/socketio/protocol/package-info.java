/**
 * Socket.IO without a network: packets, decoder, encoder, and the order in which a client may send
 * them. Pure.
 */
@NullMarked
package io.wsfleet.gateway.socketio.protocol;

import org.jspecify.annotations.NullMarked;
