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
 * The sockets of one namespace and their rooms. The room that a socket has of its own is nowhere
 * kept: whoever asks for a room by that name finds the socket by its id. The hub's lock guards it.
 */
final class NamespaceState {
  private final SocketTable sockets = new SocketTable();

  /** Who is in a room that is not its own. */
  private final Map<String, Set<Socket>> rooms = new HashMap<>();

  void add(Socket socket) {
    sockets.put(socket);
  }

  boolean remove(Socket socket) {
    if (!sockets.remove(socket)) {
      return false;
    }
    // It keeps their names, for those who ask where it was.
    for (String room : socket.otherRooms()) {
      removeFromRoom(socket, room);
    }
    return true;
  }

  void join(Socket socket, String room) {
    // A member that left meanwhile must not come back by way of a room.
    if (sockets.get(socket.id()) == socket && socket.addRoom(room) && !room.equals(socket.id())) {
      rooms.computeIfAbsent(room, name -> new SmallSet<>()).add(socket);
    }
  }

  /** Joins a room of its own wish, in the bounds of that; whether it is in the room then. */
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

  /** A list of its own for whoever asks. */
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

  /** Whose own room that is, if it is in there. */
  private @Nullable Socket ownRoomSocket(String room) {
    Socket socket = sockets.get(room);
    return socket != null && socket.isInOwnRoom() ? socket : null;
  }
}
