/** Engine.IO sessions, whatever their transport: handshake policy, connection, outbox. */
@NullMarked
package io.wsfleet.gateway.engineio.server;

import org.jspecify.annotations.NullMarked;
