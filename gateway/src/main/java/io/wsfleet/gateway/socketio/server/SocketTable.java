package io.wsfleet.gateway.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of sockets by id, in one array: a namespace may have a hundred thousand sockets, and
 * each broadcast iterates over all of them. Collisions use the next free slot; after a removal the
 * following sockets move up.
 */
final class SocketTable {
  private static final int MIN_SLOTS = 8;

  private @Nullable Socket[] slots = new @Nullable Socket[MIN_SLOTS];
  private int size;

  /** Replaces a socket with the same id. */
  void put(Socket socket) {
    // Half of the slots stay free, so that searches are short.
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

  /** Whether this socket was there, and not another one with the same id. */
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

  /** The slot of the socket with this id, or the free slot for it. */
  private int slotOf(String id) {
    int at = homeSlot(id);
    for (Socket occupant = slots[at];
        occupant != null && !occupant.id().equals(id);
        occupant = slots[at]) {
      at = nextSlot(at);
    }
    return at;
  }

  /** Frees a slot and moves up the sockets that are after their home slot because of it. */
  private void freeSlot(int slot) {
    int free = slot;
    int at = nextSlot(free);
    for (Socket occupant = slots[at]; occupant != null; occupant = slots[at]) {
      int home = homeSlot(occupant.id());
      // Whether the free slot is between its home slot and its slot.
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
