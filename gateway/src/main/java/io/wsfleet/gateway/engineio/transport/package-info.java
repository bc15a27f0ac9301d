/** Engine.IO over HTTP long polling and WebSocket, and the upgrade between them. */
@NullMarked
package io.wsfleet.gateway.engineio.transport;

import org.jspecify.annotations.NullMarked;
