/**
 * The upper protocol, without a socket: packets, their decoder and encoder, and what a connection
 * may say in which order. Payloads stay the JSON text that came in; nobody here builds a tree of
 * them.
 */
@NullMarked
package io.wsfleet.gateway.socketio.protocol;

import org.jspecify.annotations.NullMarked;
