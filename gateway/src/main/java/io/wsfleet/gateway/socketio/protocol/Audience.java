package io.wsfleet.gateway.socketio.protocol;

import java.util.Collections;
import java.util.Set;

/**
 * The sockets of a namespace that a message is for: those in any of the rooms, or all if there are
 * no rooms, except those in an excepted room.
 */
public record Audience(String namespace, Set<String> rooms, Set<String> except) {

  public static Audience all(String namespace) {
    return new Audience(namespace, Set.of(), Set.of());
  }

  public static Audience room(String namespace, String room) {
    return new Audience(namespace, Set.of(room), Set.of());
  }

  /** Whether a socket of the namespace with these rooms belongs to it. */
  public boolean includes(Set<String> socketRooms) {
    return (rooms.isEmpty() || !Collections.disjoint(rooms, socketRooms))
        && Collections.disjoint(except, socketRooms);
  }

  public Audience except(String room) {
    return new Audience(namespace, rooms, Set.of(room));
  }
}
