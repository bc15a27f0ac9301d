package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.Recipients;
import io.wsfleet.gateway.socketio.protocol.Audience;
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
  private final Map<String, NamespaceState> namespaces = new HashMap<>();
  // Messages to one audience come in bursts; whoever carries them can tell that it is the same.
  private @Nullable Audience lastAudience;
  private @Nullable Recipients lastRecipients;

  public Hub() {
    this(Integer.MAX_VALUE);
  }

  /**
   * Of its own wish a socket may be in so many rooms; those that the back end wants come on top.
   */
  public Hub(int maxRooms) {
    this.maxRooms = maxRooms;
  }

  public synchronized void add(Socket socket) {
    invalidateRecipients();
    namespaces.computeIfAbsent(socket.namespace(), name -> new NamespaceState()).add(socket);
  }

  /** Whether it was there. */
  public synchronized boolean remove(Socket socket) {
    invalidateRecipients();
    NamespaceState state = namespaces.get(socket.namespace());
    if (state == null || !state.remove(socket)) {
      return false;
    }
    if (state.size() == 0) {
      namespaces.remove(socket.namespace());
    }
    return true;
  }

  /**
   * Puts a socket into a room because its client wants so, by whatever rule; false if it is in as
   * many as it may be.
   */
  public boolean join(Socket socket, String room) {
    boolean joined;
    synchronized (this) {
      invalidateRecipients();
      NamespaceState state = namespaces.get(socket.namespace());
      joined = state == null || state.join(socket, room, maxRooms);
    }
    socket.fireChange();
    return joined;
  }

  /** Puts all of the audience into rooms because the back end wants so. */
  public void join(Audience audience, Collection<String> rooms) {
    changeRooms(audience, (state, socket) -> rooms.forEach(room -> state.join(socket, room)));
  }

  public void leave(Audience audience, Collection<String> rooms) {
    changeRooms(audience, (state, socket) -> rooms.forEach(room -> state.leave(socket, room)));
  }

  private void changeRooms(Audience audience, BiConsumer<NamespaceState, Socket> change) {
    Collection<Socket> changed = List.of();
    synchronized (this) {
      invalidateRecipients();
      NamespaceState state = namespaces.get(audience.namespace());
      if (state != null) {
        changed = state.find(audience);
        changed.forEach(socket -> change.accept(state, socket));
      }
    }
    changed.forEach(Socket::fireChange);
  }

  /** Sends the delivery to each of the audience once; how many that were. */
  public int deliver(Audience audience, Delivery delivery) {
    Recipients recipients = recipients(audience);
    recipients.deliver(delivery);
    return recipients.size();
  }

  private synchronized Recipients recipients(Audience audience) {
    Recipients same = lastRecipients;
    if (same != null && audience.equals(lastAudience)) {
      return same;
    }
    List<Socket> sockets = find(audience);
    Recipients found = new Recipients(sockets.size());
    for (Socket socket : sockets) {
      found.add(socket.sender());
    }
    lastAudience = audience;
    lastRecipients = found;
    return found;
  }

  /** Who belongs to an audience may have changed, or who brings them what they get. */
  public synchronized void invalidateRecipients() {
    lastRecipients = null;
  }

  /** Who of this gateway belongs to the audience. */
  public synchronized List<Socket> find(Audience audience) {
    NamespaceState state = namespaces.get(audience.namespace());
    return state == null ? List.of() : state.find(audience);
  }

  public synchronized @Nullable Socket socket(String namespace, String id) {
    NamespaceState state = namespaces.get(namespace);
    return state == null ? null : state.socket(id);
  }

  /** The rooms a socket is in; once it is gone, those that it was in. */
  public synchronized Set<String> roomsOf(Socket socket) {
    return socket.rooms();
  }

  /** Whether somebody is in a room. */
  public synchronized boolean hasRoom(String namespace, String room) {
    NamespaceState state = namespaces.get(namespace);
    return state != null && state.hasRoom(room);
  }

  /** The names of all rooms of a namespace, the sockets' own included. */
  public synchronized Set<String> rooms(String namespace) {
    NamespaceState state = namespaces.get(namespace);
    return state == null ? Set.of() : state.roomNames();
  }

  /** The namespaces in which somebody is. */
  public synchronized Set<String> namespaces() {
    return Set.copyOf(namespaces.keySet());
  }

  /** How many sockets there are in all namespaces. */
  public synchronized int size() {
    return namespaces.values().stream().mapToInt(NamespaceState::size).sum();
  }

  public synchronized int roomCount() {
    return namespaces.values().stream().mapToInt(NamespaceState::roomCount).sum();
  }
}
