package io.wsfleet.gateway.socketio;

import java.util.Set;

/** Who is meant: the sockets in any of the rooms, or all if none is named, without the excepted. */
public record Audience(Set<String> rooms, Set<String> except) {
  public static final Audience EVERYONE = new Audience(Set.of(), Set.of());

  public static Audience room(String room) {
    return new Audience(Set.of(room), Set.of());
  }

  public Audience except(String room) {
    return new Audience(rooms, Set.of(room));
  }
}
