/** The frames of RFC 6455: read from and written to buffers, without a channel. */
@NullMarked
package io.wsfleet.gateway.net.websocket.frames;

import org.jspecify.annotations.NullMarked;
