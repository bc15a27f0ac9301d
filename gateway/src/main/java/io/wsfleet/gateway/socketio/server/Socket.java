package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import java.util.HashSet;
import java.util.Set;

/** A socket: a client in one namespace. */
public final class Socket {
  private static final ChangeListener NO_LISTENER = socket -> {};

  private final String id;
  private final String namespace;
  private final Handshake handshake;
  private final SocketSender sender;
  // Most sockets are in no room but their own, which is kept as no more than this.
  private boolean inOwnRoom = true;
  private Set<String> otherRooms = Set.of();
  private volatile String data;
  private volatile ChangeListener changeListener = NO_LISTENER;

  /** The data is a JSON object, which belongs to the application. */
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

  /** Who is told, from any thread, whenever the rooms or the data of a socket have changed. */
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

  /** Never called with the hub's lock held. */
  void fireChange() {
    changeListener.onChange(this);
  }

  /** Whether it is in the room that is named by its id. The hub's lock guards all about rooms. */
  boolean isInOwnRoom() {
    return inOwnRoom;
  }

  /** The rooms it is in beside its own. */
  Set<String> otherRooms() {
    return otherRooms;
  }

  /** The rooms it is in, its own included. */
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

  /** Whether that is new. */
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

  /** Whether it was in there. */
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
