package io.wsfleet.gateway.hub;

import io.wsfleet.gateway.socketio.Audience;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this gateway and their rooms. Every socket is in a room of its own, named by its
 * id, so that one socket can be addressed like any room.
 *
 * <p>Membership is guarded by one lock, held while receivers are picked and never while anything is
 * sent.
 */
public final class Hub {
  private final int maxRooms;
  private final Map<String, Space> spaces = new HashMap<>();
  // Messages to one audience come in bursts; whoever carries them can tell that it is the same.
  private @Nullable Audience lastAudience;
  private @Nullable Receivers lastReceivers;

  public Hub() {
    this(Integer.MAX_VALUE);
  }

  /**
   * Of its own wish a socket may be in so many rooms; those that the back end wants come on top.
   */
  public Hub(int maxRooms) {
    this.maxRooms = maxRooms;
  }

  public synchronized void add(Member member) {
    forgetReceivers();
    spaces.computeIfAbsent(member.namespace(), name -> new Space()).add(member);
  }

  /** Whether it was there. */
  public synchronized boolean remove(Member member) {
    forgetReceivers();
    Space space = spaces.get(member.namespace());
    if (space == null || !space.remove(member)) {
      return false;
    }
    if (space.size() == 0) {
      spaces.remove(member.namespace());
    }
    return true;
  }

  /**
   * Puts a socket into a room because its client wants so, by whatever rule; false if it is in as
   * many as it may be.
   */
  public boolean join(Member member, String room) {
    boolean joined;
    synchronized (this) {
      forgetReceivers();
      Space space = spaces.get(member.namespace());
      joined = space == null || space.join(member, room, maxRooms);
    }
    member.changed();
    return joined;
  }

  /** Puts all of the audience into rooms because the back end wants so. */
  public void join(Audience audience, Collection<String> wanted) {
    move(audience, (space, member) -> wanted.forEach(room -> space.join(member, room)));
  }

  public void leave(Audience audience, Collection<String> unwanted) {
    move(audience, (space, member) -> unwanted.forEach(room -> space.leave(member, room)));
  }

  private void move(Audience audience, BiConsumer<Space, Member> change) {
    Collection<Member> moved = List.of();
    synchronized (this) {
      forgetReceivers();
      Space space = spaces.get(audience.namespace());
      if (space != null) {
        moved = space.pick(audience);
        moved.forEach(member -> change.accept(space, member));
      }
    }
    moved.forEach(Member::changed);
  }

  /** Sends the delivery to each of the audience once; how many that were. */
  public int deliver(Audience audience, Delivery delivery) {
    Receivers receivers = receivers(audience);
    receivers.get(delivery);
    return receivers.size();
  }

  private synchronized Receivers receivers(Audience audience) {
    Receivers same = lastReceivers;
    if (same != null && audience.equals(lastAudience)) {
      return same;
    }
    Receivers picked = new Receivers(find(audience));
    lastAudience = audience;
    lastReceivers = picked;
    return picked;
  }

  /** Who belongs to an audience may have changed, or who brings them what they get. */
  public synchronized void forgetReceivers() {
    lastReceivers = null;
  }

  /** Who of this gateway belongs to the audience. */
  public synchronized List<Member> find(Audience audience) {
    Space space = spaces.get(audience.namespace());
    return space == null ? List.of() : space.pick(audience);
  }

  public synchronized @Nullable Member member(String namespace, String id) {
    Space space = spaces.get(namespace);
    return space == null ? null : space.member(id);
  }

  /** The rooms a socket is in; once it is gone, those that it was in. */
  public synchronized Set<String> roomsOf(Member member) {
    return member.rooms();
  }

  /** Whether somebody is in a room. */
  public synchronized boolean hasRoom(String namespace, String room) {
    Space space = spaces.get(namespace);
    return space != null && space.hasRoom(room);
  }

  /** The names of all rooms of a namespace, the sockets' own included. */
  public synchronized Set<String> rooms(String namespace) {
    Space space = spaces.get(namespace);
    return space == null ? Set.of() : space.roomNames();
  }

  /** The namespaces in which somebody is. */
  public synchronized Set<String> namespaces() {
    return Set.copyOf(spaces.keySet());
  }

  /** How many sockets there are in all namespaces. */
  public synchronized int size() {
    return spaces.values().stream().mapToInt(Space::size).sum();
  }

  public synchronized int roomCount() {
    return spaces.values().stream().mapToInt(Space::roomCount).sum();
  }
}
