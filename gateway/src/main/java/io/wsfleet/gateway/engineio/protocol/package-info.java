/**
 * The lower protocol, without a socket: how a frame becomes a packet, when a heartbeat is due, why
 * a connection ends. Everything is a function of what came in and of the time, which is an
 * argument.
 */
@NullMarked
package io.wsfleet.gateway.engineio.protocol;

import org.jspecify.annotations.NullMarked;
