package io.wsfleet.gateway.app;

import io.wsfleet.gateway.engineio.server.Handshake;

/** A client that asks to join a namespace. */
public record Candidate(String namespace, Handshake handshake) {}
