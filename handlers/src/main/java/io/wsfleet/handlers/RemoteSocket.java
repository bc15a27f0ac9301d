package io.wsfleet.handlers;

import java.util.Set;

/**
 * A socket of any gateway or Node server, as it was when it was fetched. To act on it, use {@link
 * Namespace#to} with its id.
 */
public record RemoteSocket(String id, Set<String> rooms, Handshake handshake, Value data) {}
