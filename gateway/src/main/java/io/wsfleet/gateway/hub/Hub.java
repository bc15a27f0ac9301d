package io.wsfleet.gateway.hub;

import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this gateway and their rooms. Every socket is in a room of its own, named by its
 * id, so that one socket can be addressed like any room.
 *
 * <p>Membership is guarded by one lock, held while receivers are picked and never while anything is
 * sent.
 */
public final class Hub {
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, Set<Member>> rooms = new HashMap<>();

  public synchronized void add(Member member) {
    members.put(member.id(), member);
    join(member, member.id());
  }

  public synchronized void remove(Member member) {
    if (members.remove(member.id()) != null) {
      for (String room : List.copyOf(member.rooms())) {
        leave(member, room);
      }
    }
  }

  public synchronized void join(Audience audience, Collection<String> wanted) {
    for (Member member : pick(audience)) {
      wanted.forEach(room -> join(member, room));
    }
  }

  public synchronized void leave(Audience audience, Collection<String> unwanted) {
    for (Member member : pick(audience)) {
      unwanted.forEach(room -> leave(member, room));
    }
  }

  /** Sends the frame to each of the audience once; how many that were. */
  public int deliver(Audience audience, Frame frame) {
    List<Member> receivers = find(audience);
    for (Member receiver : receivers) {
      receiver.outlet().send(frame);
    }
    return receivers.size();
  }

  /** Who of this gateway belongs to the audience. */
  public synchronized List<Member> find(Audience audience) {
    return List.copyOf(pick(audience));
  }

  public synchronized @Nullable Member member(String id) {
    return members.get(id);
  }

  /** The rooms a socket is in. */
  public synchronized Set<String> roomsOf(Member member) {
    return Set.copyOf(member.rooms());
  }

  /** The names of all rooms, the sockets' own included. */
  public synchronized Set<String> rooms() {
    return Set.copyOf(rooms.keySet());
  }

  public synchronized int size() {
    return members.size();
  }

  public synchronized int roomCount() {
    return rooms.size();
  }

  private void join(Member member, String room) {
    // A member that left meanwhile must not come back by way of a room.
    if (members.get(member.id()) == member && member.rooms().add(room)) {
      rooms.computeIfAbsent(room, name -> new HashSet<>()).add(member);
    }
  }

  private void leave(Member member, String room) {
    Set<Member> inRoom = rooms.get(room);
    if (member.rooms().remove(room) && inRoom != null) {
      inRoom.remove(member);
      if (inRoom.isEmpty()) {
        rooms.remove(room);
      }
    }
  }

  private Collection<Member> pick(Audience audience) {
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

  private Collection<Member> inAnyOf(Set<String> names) {
    if (names.isEmpty()) {
      return List.copyOf(members.values());
    }
    Set<Member> union = new HashSet<>();
    names.forEach(room -> union.addAll(rooms.getOrDefault(room, Set.of())));
    return union;
  }
}
