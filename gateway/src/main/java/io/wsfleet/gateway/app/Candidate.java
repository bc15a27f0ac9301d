package io.wsfleet.gateway.app;

import io.wsfleet.gateway.hub.Handshake;

/** A client that asks to join a namespace. */
public record Candidate(String namespace, Handshake handshake) {}
