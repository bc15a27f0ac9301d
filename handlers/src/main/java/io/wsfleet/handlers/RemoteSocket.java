package io.wsfleet.handlers;

import java.util.Set;

/**
 * A socket as it was when it was asked for; any gateway, or a Node server of the fleet, may hold
 * it. To act on it, address the room that has its id as name.
 */
public record RemoteSocket(String id, Set<String> rooms, Handshake handshake, Value data) {}
