package io.wsfleet.gateway.engineio.transport;

import io.wsfleet.gateway.engineio.server.EngineSettings;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.net.websocket.WebSocketSettings;

/** The settings and counters that all transports share. */
public record TransportContext(
    EngineSettings engine,
    HttpSettings http,
    WebSocketSettings webSocket,
    TransportCounters counters) {}
