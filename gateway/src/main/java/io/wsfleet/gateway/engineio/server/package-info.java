/** Engine.IO sessions, independent of their transport: request policy, connection, outbox. */
@NullMarked
package io.wsfleet.gateway.engineio.server;

import org.jspecify.annotations.NullMarked;
