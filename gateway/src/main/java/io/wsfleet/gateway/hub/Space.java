package io.wsfleet.gateway.hub;

import io.wsfleet.gateway.socketio.Audience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sockets of one namespace and their rooms. The hub's lock guards it. */
final class Space {
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, Set<Member>> rooms = new HashMap<>();

  void add(Member member) {
    members.put(member.id(), member);
    join(member, member.id());
  }

  boolean remove(Member member) {
    if (!members.remove(member.id(), member)) {
      return false;
    }
    // It keeps their names, for those who ask where it was.
    for (String room : member.rooms()) {
      vacate(member, room);
    }
    return true;
  }

  void join(Member member, String room) {
    // A member that left meanwhile must not come back by way of a room.
    if (members.get(member.id()) == member && member.rooms().add(room)) {
      rooms.computeIfAbsent(room, name -> new HashSet<>()).add(member);
    }
  }

  /** Joins a room of its own wish, in the bounds of that; whether it is in the room then. */
  boolean join(Member member, String room, int maxRooms) {
    // The room of its own does not count.
    if (member.rooms().size() > maxRooms && !member.rooms().contains(room)) {
      return false;
    }
    join(member, room);
    return true;
  }

  void leave(Member member, String room) {
    if (member.rooms().remove(room)) {
      vacate(member, room);
    }
  }

  Collection<Member> pick(Audience audience) {
    Collection<Member> picked = inAnyOf(audience.rooms());
    if (audience.except().isEmpty()) {
      return picked;
    }
    Set<Member> excepted = new HashSet<>();
    audience.except().forEach(room -> excepted.addAll(rooms.getOrDefault(room, Set.of())));
    List<Member> rest = new ArrayList<>(picked.size());
    for (Member member : picked) {
      if (!excepted.contains(member)) {
        rest.add(member);
      }
    }
    return rest;
  }

  @Nullable Member member(String id) {
    return members.get(id);
  }

  boolean hasRoom(String room) {
    return rooms.containsKey(room);
  }

  Set<String> roomNames() {
    return Set.copyOf(rooms.keySet());
  }

  int size() {
    return members.size();
  }

  int roomCount() {
    return rooms.size();
  }

  private void vacate(Member member, String room) {
    Set<Member> inRoom = rooms.get(room);
    if (inRoom != null && inRoom.remove(member) && inRoom.isEmpty()) {
      rooms.remove(room);
    }
  }

  private Collection<Member> inAnyOf(Set<String> names) {
    if (names.isEmpty()) {
      return List.copyOf(members.values());
    }
    if (names.size() == 1) {
      return List.copyOf(rooms.getOrDefault(names.iterator().next(), Set.of()));
    }
    Set<Member> union = new HashSet<>();
    names.forEach(room -> union.addAll(rooms.getOrDefault(room, Set.of())));
    return union;
  }
}
