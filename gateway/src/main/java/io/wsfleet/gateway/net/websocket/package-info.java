/**
 * RFC 6455 on a Netty channel: one handler for each connection. It knows messages, not what is in
 * them.
 */
@NullMarked
package io.wsfleet.gateway.net.websocket;

import org.jspecify.annotations.NullMarked;
