package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.socketio.protocol.Audience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets and rooms of one namespace. The own room of a socket is not stored: a room with this
 * name is found as a socket id. Guarded by the hub's lock.
 */
final class NamespaceState {
  private final SocketTable sockets = new SocketTable();

  /** The sockets of each room that is not their own. */
  private final Map<String, Set<Socket>> rooms = new HashMap<>();

  void add(Socket socket) {
    sockets.put(socket);
  }

  boolean remove(Socket socket) {
    if (!sockets.remove(socket)) {
      return false;
    }
    // The socket keeps the names of its rooms, see {@link Hub#roomsOf}.
    for (String room : socket.otherRooms()) {
      removeFromRoom(socket, room);
    }
    return true;
  }

  void join(Socket socket, String room) {
    // A socket that was removed meanwhile must not be added again by a room.
    if (sockets.get(socket.id()) == socket && socket.addRoom(room) && !room.equals(socket.id())) {
      rooms.computeIfAbsent(room, name -> new SmallSet<>()).add(socket);
    }
  }

  /** Joins a room within the limit; whether the socket is in the room then. */
  boolean join(Socket socket, String room, int maxRooms) {
    boolean isOneMore = !room.equals(socket.id()) && !socket.isInRoom(room);
    if (isOneMore && socket.otherRooms().size() >= maxRooms) {
      return false;
    }
    join(socket, room);
    return true;
  }

  void leave(Socket socket, String room) {
    if (socket.removeRoom(room)) {
      removeFromRoom(socket, room);
    }
  }

  /** A new list, which the caller may change. */
  List<Socket> find(Audience audience) {
    List<Socket> found = findInRooms(audience.rooms());
    if (!audience.except().isEmpty()) {
      Set<Socket> excepted = new HashSet<>();
      audience.except().forEach(room -> addAll(room, excepted));
      found.removeIf(excepted::contains);
    }
    return found;
  }

  @Nullable Socket socket(String id) {
    return sockets.get(id);
  }

  boolean hasRoom(String room) {
    return rooms.containsKey(room) || ownRoomSocket(room) != null;
  }

  Set<String> roomNames() {
    Set<String> names = new HashSet<>(rooms.keySet());
    sockets.forEach(
        socket -> {
          if (socket.isInOwnRoom()) {
            names.add(socket.id());
          }
        });
    return names;
  }

  int size() {
    return sockets.size();
  }

  int roomCount() {
    long own =
        sockets.toList().stream()
            .filter(socket -> socket.isInOwnRoom() && !rooms.containsKey(socket.id()))
            .count();
    return rooms.size() + (int) own;
  }

  private void removeFromRoom(Socket socket, String room) {
    Set<Socket> inRoom = rooms.get(room);
    if (inRoom != null && inRoom.remove(socket) && inRoom.isEmpty()) {
      rooms.remove(room);
    }
  }

  private List<Socket> findInRooms(Set<String> names) {
    if (names.isEmpty()) {
      return sockets.toList();
    }
    if (names.size() == 1) {
      List<Socket> all = new ArrayList<>();
      addAll(names.iterator().next(), all);
      return all;
    }
    Set<Socket> union = new HashSet<>();
    names.forEach(room -> addAll(room, union));
    return new ArrayList<>(union);
  }

  private void addAll(String room, Collection<Socket> to) {
    to.addAll(rooms.getOrDefault(room, Set.of()));
    Socket socket = ownRoomSocket(room);
    if (socket != null) {
      to.add(socket);
    }
  }

  /** The socket whose own room this is, if it is in it. */
  private @Nullable Socket ownRoomSocket(String room) {
    Socket socket = sockets.get(room);
    return socket != null && socket.isInOwnRoom() ? socket : null;
  }
}
