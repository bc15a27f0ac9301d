package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import java.util.HashSet;
import java.util.Set;

/** A client in one namespace, as in Socket.IO. */
public final class Socket {
  private static final ChangeListener NO_LISTENER = socket -> {};

  private final String id;
  private final String namespace;
  private final Handshake handshake;
  private final SocketSender sender;
  // Most sockets are only in their own room, which is stored as this flag.
  private boolean inOwnRoom = true;
  private Set<String> otherRooms = Set.of();
  private volatile String data;
  private volatile ChangeListener changeListener = NO_LISTENER;

  /**
   * @param data a JSON object of the application
   */
  public Socket(
      String id, String namespace, Handshake handshake, String data, SocketSender sender) {
    this.id = id;
    this.namespace = namespace;
    this.handshake = handshake;
    this.data = data;
    this.sender = sender;
  }

  public String id() {
    return id;
  }

  public String namespace() {
    return namespace;
  }

  public Handshake handshake() {
    return handshake;
  }

  public SocketSender sender() {
    return sender;
  }

  public String data() {
    return data;
  }

  public void data(String newData) {
    data = newData;
    fireChange();
  }

  /** Called, from any thread, when the rooms or the data of a socket have changed. */
  public interface ChangeListener {
    void onChange(Socket socket);
  }

  public void setChangeListener(ChangeListener newListener) {
    changeListener = newListener;
  }

  public ChangeListener changeListener() {
    return changeListener;
  }

  public void removeChangeListener() {
    changeListener = NO_LISTENER;
  }

  /** Must not be called with the hub's lock held. */
  void fireChange() {
    changeListener.onChange(this);
  }

  /** Whether it is in the room with its id as name. The hub's lock guards the rooms. */
  boolean isInOwnRoom() {
    return inOwnRoom;
  }

  /** Its rooms besides its own. */
  Set<String> otherRooms() {
    return otherRooms;
  }

  /** All its rooms. */
  Set<String> rooms() {
    Set<String> all = new HashSet<>(otherRooms);
    if (inOwnRoom) {
      all.add(id);
    }
    return all;
  }

  boolean isInRoom(String room) {
    return room.equals(id) ? inOwnRoom : otherRooms.contains(room);
  }

  /** Adds a room; whether it is new. */
  boolean addRoom(String room) {
    if (room.equals(id)) {
      boolean was = inOwnRoom;
      inOwnRoom = true;
      return !was;
    }
    if (otherRooms.isEmpty()) {
      otherRooms = new SmallSet<>();
    }
    return otherRooms.add(room);
  }

  /** Removes a room; whether the socket was in it. */
  boolean removeRoom(String room) {
    if (room.equals(id)) {
      boolean was = inOwnRoom;
      inOwnRoom = false;
      return was;
    }
    boolean was = otherRooms.contains(room) && otherRooms.remove(room);
    if (otherRooms.isEmpty()) {
      otherRooms = Set.of();
    }
    return was;
  }
}
