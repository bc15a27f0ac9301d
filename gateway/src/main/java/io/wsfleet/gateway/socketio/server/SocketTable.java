package io.wsfleet.gateway.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a namespace by their ids: a hash table that is one array of them and nothing else,
 * since there may be a hundred thousand, and all are gone through for each broadcast. Who meets
 * another at his place takes the next that is free; when one leaves, those behind him move up.
 */
final class SocketTable {
  private static final int MIN_SLOTS = 8;

  private @Nullable Socket[] slots = new @Nullable Socket[MIN_SLOTS];
  private int size;

  /** Instead of one with the same id, if there is one. */
  void put(Socket socket) {
    // Half of the places stay free, so that the next free one is near.
    if (2 * (size + 1) > slots.length) {
      resize(2 * slots.length);
    }
    int at = slotOf(socket.id());
    if (slots[at] == null) {
      size++;
    }
    slots[at] = socket;
  }

  @Nullable Socket get(String id) {
    return slots[slotOf(id)];
  }

  /** Whether it was there: this one, and not another with the same id. */
  boolean remove(Socket socket) {
    int at = slotOf(socket.id());
    if (slots[at] != socket) {
      return false;
    }
    freeSlot(at);
    size--;
    if (slots.length > MIN_SLOTS && 8 * size < slots.length) {
      resize(slots.length / 2);
    }
    return true;
  }

  int size() {
    return size;
  }

  void forEach(Consumer<Socket> action) {
    for (Socket socket : slots) {
      if (socket != null) {
        action.accept(socket);
      }
    }
  }

  List<Socket> toList() {
    List<Socket> all = new ArrayList<>(size);
    forEach(all::add);
    return all;
  }

  /** Where the socket with this id is, or the free place where it would be. */
  private int slotOf(String id) {
    int at = homeSlot(id);
    for (Socket occupant = slots[at];
        occupant != null && !occupant.id().equals(id);
        occupant = slots[at]) {
      at = nextSlot(at);
    }
    return at;
  }

  /** Frees a place, and moves those up who are not at home only because it was taken. */
  private void freeSlot(int slot) {
    int free = slot;
    int at = nextSlot(free);
    for (Socket occupant = slots[at]; occupant != null; occupant = slots[at]) {
      int home = homeSlot(occupant.id());
      // Whether the free place is on the way from its home to where it is.
      if (distance(home, free) < distance(home, at)) {
        slots[free] = occupant;
        free = at;
      }
      at = nextSlot(at);
    }
    slots[free] = null;
  }

  private void resize(int length) {
    @Nullable Socket[] old = slots;
    slots = new @Nullable Socket[length];
    for (Socket socket : old) {
      if (socket != null) {
        slots[slotOf(socket.id())] = socket;
      }
    }
  }

  private int homeSlot(String id) {
    int hash = id.hashCode() * 0x9E3779B9;
    return (hash ^ hash >>> 16) & slots.length - 1;
  }

  private int nextSlot(int at) {
    return at + 1 & slots.length - 1;
  }

  private int distance(int from, int to) {
    return to - from & slots.length - 1;
  }
}
