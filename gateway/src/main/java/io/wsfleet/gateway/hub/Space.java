package io.wsfleet.gateway.hub;

import io.wsfleet.gateway.socketio.Audience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one namespace and their rooms. The room that a socket has of its own is nowhere
 * kept: whoever asks for a room by that name finds the socket by its id. The hub's lock guards it.
 */
final class Space {
  private final Sockets members = new Sockets();

  /** Who is in a room that is not its own. */
  private final Map<String, Set<Member>> rooms = new HashMap<>();

  void add(Member member) {
    members.put(member);
  }

  boolean remove(Member member) {
    if (!members.remove(member)) {
      return false;
    }
    // It keeps their names, for those who ask where it was.
    for (String room : member.others()) {
      vacate(member, room);
    }
    return true;
  }

  void join(Member member, String room) {
    // A member that left meanwhile must not come back by way of a room.
    if (members.get(member.id()) == member && member.enter(room) && !room.equals(member.id())) {
      rooms.computeIfAbsent(room, name -> new FewOrMany<>()).add(member);
    }
  }

  /** Joins a room of its own wish, in the bounds of that; whether it is in the room then. */
  boolean join(Member member, String room, int maxRooms) {
    boolean isOneMore = !room.equals(member.id()) && !member.isIn(room);
    if (isOneMore && member.others().size() >= maxRooms) {
      return false;
    }
    join(member, room);
    return true;
  }

  void leave(Member member, String room) {
    if (member.exit(room)) {
      vacate(member, room);
    }
  }

  /** A list of its own for whoever asks. */
  List<Member> pick(Audience audience) {
    List<Member> picked = inAnyOf(audience.rooms());
    if (!audience.except().isEmpty()) {
      Set<Member> excepted = new HashSet<>();
      audience.except().forEach(room -> addAll(room, excepted));
      picked.removeIf(excepted::contains);
    }
    return picked;
  }

  @Nullable Member member(String id) {
    return members.get(id);
  }

  boolean hasRoom(String room) {
    return rooms.containsKey(room) || owner(room) != null;
  }

  Set<String> roomNames() {
    Set<String> names = new HashSet<>(rooms.keySet());
    members.forEach(
        member -> {
          if (member.isInItsOwn()) {
            names.add(member.id());
          }
        });
    return names;
  }

  int size() {
    return members.size();
  }

  int roomCount() {
    long own =
        members.toList().stream()
            .filter(member -> member.isInItsOwn() && !rooms.containsKey(member.id()))
            .count();
    return rooms.size() + (int) own;
  }

  private void vacate(Member member, String room) {
    Set<Member> inRoom = rooms.get(room);
    if (inRoom != null && inRoom.remove(member) && inRoom.isEmpty()) {
      rooms.remove(room);
    }
  }

  private List<Member> inAnyOf(Set<String> names) {
    if (names.isEmpty()) {
      return members.toList();
    }
    if (names.size() == 1) {
      List<Member> all = new ArrayList<>();
      addAll(names.iterator().next(), all);
      return all;
    }
    Set<Member> union = new HashSet<>();
    names.forEach(room -> addAll(room, union));
    return new ArrayList<>(union);
  }

  private void addAll(String room, Collection<Member> to) {
    to.addAll(rooms.getOrDefault(room, Set.of()));
    Member owner = owner(room);
    if (owner != null) {
      to.add(owner);
    }
  }

  /** Whose own room that is, if it is in there. */
  private @Nullable Member owner(String room) {
    Member member = members.get(room);
    return member != null && member.isInItsOwn() ? member : null;
  }
}
