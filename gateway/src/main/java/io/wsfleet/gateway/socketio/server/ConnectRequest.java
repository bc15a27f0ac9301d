package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.server.Handshake;

/** A client's request to connect to a namespace. */
public record ConnectRequest(String namespace, Handshake handshake) {}
