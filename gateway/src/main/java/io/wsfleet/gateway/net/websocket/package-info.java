/**
 * The websocket protocol on a Netty channel, for connections of which nothing else is left after
 * the upgrade: one handler each, and one {@link io.wsfleet.gateway.net.EventLoopQueue} for all of
 * an event loop. It knows frames, and neither what is in them nor whose they are.
 */
@NullMarked
package io.wsfleet.gateway.net.websocket;

import org.jspecify.annotations.NullMarked;
