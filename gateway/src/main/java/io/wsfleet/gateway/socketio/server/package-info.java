/**
 * The sockets of this gateway: namespaces, rooms, and how a client connects to a namespace and
 * leaves it.
 */
@NullMarked
package io.wsfleet.gateway.socketio.server;

import org.jspecify.annotations.NullMarked;
