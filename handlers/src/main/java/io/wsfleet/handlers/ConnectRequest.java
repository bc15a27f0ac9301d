package io.wsfleet.handlers;

/**
 * The request of a client to connect to a namespace.
 *
 * @param namespace its name; the whole name too if the handlers are for a pattern
 */
public record ConnectRequest(String namespace, Handshake handshake) {}
