package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.server.Handshake;

/** A client that asks to join a namespace. */
public record ConnectRequest(String namespace, Handshake handshake) {}
