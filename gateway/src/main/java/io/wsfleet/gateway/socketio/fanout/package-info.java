/**
 * Sends one event to many sockets: it is encoded once, and written once for each turn of an event
 * loop.
 */
@NullMarked
package io.wsfleet.gateway.socketio.fanout;

import org.jspecify.annotations.NullMarked;
