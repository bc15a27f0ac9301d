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
 * The sockets of this gateway and their rooms. Each socket is in a room of its own with its id as
 * name, so a socket is addressed like a room.
 *
 * <p>One lock guards the membership. It is held while recipients are found, never while something
 * is sent.
 */
public final class Hub {
  private final int maxRooms;
  private final Map<String, NamespaceState> namespaces = new HashMap<>();
  // Messages to one audience come in bursts; with the same recipients object they can be batched.
  private @Nullable Audience lastAudience;
  private @Nullable Recipients lastRecipients;

  public Hub() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param maxRooms how many rooms a client may join; those joined by servers come on top
   */
  public Hub(int maxRooms) {
    this.maxRooms = maxRooms;
  }

  public synchronized void add(Socket socket) {
    invalidateRecipients();
    namespaces.computeIfAbsent(socket.namespace(), name -> new NamespaceState()).add(socket);
  }

  /** Whether the socket was there. */
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
   * Joins a room on behalf of the client; false if the client is in the maximum number of rooms.
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

  /** Joins rooms on behalf of a server. */
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

  /** Sends the delivery to each socket of the audience once; the number of sockets. */
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

  /** The sockets of an audience, or their dispatchers, may have changed. */
  public synchronized void invalidateRecipients() {
    lastRecipients = null;
  }

  /** The sockets of this gateway in the audience. */
  public synchronized List<Socket> find(Audience audience) {
    NamespaceState state = namespaces.get(audience.namespace());
    return state == null ? List.of() : state.find(audience);
  }

  public synchronized @Nullable Socket socket(String namespace, String id) {
    NamespaceState state = namespaces.get(namespace);
    return state == null ? null : state.socket(id);
  }

  /** The rooms of a socket; after it was removed, its last rooms. */
  public synchronized Set<String> roomsOf(Socket socket) {
    return socket.rooms();
  }

  /** Whether a room has sockets. */
  public synchronized boolean hasRoom(String namespace, String room) {
    NamespaceState state = namespaces.get(namespace);
    return state != null && state.hasRoom(room);
  }

  /** The rooms of a namespace, the own room of each socket included. */
  public synchronized Set<String> rooms(String namespace) {
    NamespaceState state = namespaces.get(namespace);
    return state == null ? Set.of() : state.roomNames();
  }

  /** The namespaces with sockets. */
  public synchronized Set<String> namespaces() {
    return Set.copyOf(namespaces.keySet());
  }

  /** The number of sockets in all namespaces. */
  public synchronized int size() {
    return namespaces.values().stream().mapToInt(NamespaceState::size).sum();
  }

  public synchronized int roomCount() {
    return namespaces.values().stream().mapToInt(NamespaceState::roomCount).sum();
  }
}
