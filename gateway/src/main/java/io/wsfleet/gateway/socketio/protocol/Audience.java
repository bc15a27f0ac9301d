package io.wsfleet.gateway.socketio.protocol;

import java.util.Collections;
import java.util.Set;

/**
 * Who of a namespace is meant: the sockets in any of the rooms, or all if none is named, without
 * those in an excepted room.
 */
public record Audience(String namespace, Set<String> rooms, Set<String> except) {

  public static Audience all(String namespace) {
    return new Audience(namespace, Set.of(), Set.of());
  }

  public static Audience room(String namespace, String room) {
    return new Audience(namespace, Set.of(room), Set.of());
  }

  /** Whether a socket of the namespace that is in these rooms is meant. */
  public boolean includes(Set<String> socketRooms) {
    return (rooms.isEmpty() || !Collections.disjoint(rooms, socketRooms))
        && Collections.disjoint(except, socketRooms);
  }

  public Audience except(String room) {
    return new Audience(namespace, rooms, Set.of(room));
  }
}
