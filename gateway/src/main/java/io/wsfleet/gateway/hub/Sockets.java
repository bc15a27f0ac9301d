package io.wsfleet.gateway.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a namespace by their ids: a hash table that is one array of them and nothing else,
 * since there may be a hundred thousand, and all are gone through for each broadcast. Who meets
 * another at his place takes the next that is free; when one leaves, those behind him move up.
 */
final class Sockets {
  private static final int SMALLEST = 8;

  private @Nullable Member[] places = new @Nullable Member[SMALLEST];
  private int size;

  /** Instead of one with the same id, if there is one. */
  void put(Member member) {
    // Half of the places stay free, so that the next free one is near.
    if (2 * (size + 1) > places.length) {
      resize(2 * places.length);
    }
    int at = find(member.id());
    if (places[at] == null) {
      size++;
    }
    places[at] = member;
  }

  @Nullable Member get(String id) {
    return places[find(id)];
  }

  /** Whether it was there: this one, and not another with the same id. */
  boolean remove(Member member) {
    int at = find(member.id());
    if (places[at] != member) {
      return false;
    }
    close(at);
    size--;
    if (places.length > SMALLEST && 8 * size < places.length) {
      resize(places.length / 2);
    }
    return true;
  }

  int size() {
    return size;
  }

  void forEach(Consumer<Member> action) {
    for (Member member : places) {
      if (member != null) {
        action.accept(member);
      }
    }
  }

  List<Member> toList() {
    List<Member> all = new ArrayList<>(size);
    forEach(all::add);
    return all;
  }

  /** Where the socket with this id is, or the free place where it would be. */
  private int find(String id) {
    int at = home(id);
    for (Member there = places[at]; there != null && !there.id().equals(id); there = places[at]) {
      at = next(at);
    }
    return at;
  }

  /** Frees a place, and moves those up who are not at home only because it was taken. */
  private void close(int place) {
    int free = place;
    int at = next(free);
    for (Member there = places[at]; there != null; there = places[at]) {
      int home = home(there.id());
      // Whether the free place is on the way from its home to where it is.
      if (distance(home, free) < distance(home, at)) {
        places[free] = there;
        free = at;
      }
      at = next(at);
    }
    places[free] = null;
  }

  private void resize(int length) {
    @Nullable Member[] old = places;
    places = new @Nullable Member[length];
    for (Member member : old) {
      if (member != null) {
        places[find(member.id())] = member;
      }
    }
  }

  private int home(String id) {
    int hash = id.hashCode() * 0x9E3779B9;
    return (hash ^ hash >>> 16) & places.length - 1;
  }

  private int next(int at) {
    return at + 1 & places.length - 1;
  }

  private int distance(int from, int to) {
    return to - from & places.length - 1;
  }
}
