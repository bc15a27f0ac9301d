package io.wsfleet.handlers;

/**
 * A client that asks to be let into a namespace.
 *
 * @param namespace its whole name, where handlers are for a pattern
 */
public record ConnectRequest(String namespace, Handshake handshake) {}
