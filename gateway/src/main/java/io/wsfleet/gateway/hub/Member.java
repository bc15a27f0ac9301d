package io.wsfleet.gateway.hub;

import io.wsfleet.gateway.engineio.server.Handshake;
import java.util.HashSet;
import java.util.Set;

/** A socket: a client in one namespace. */
public final class Member {
  private static final Watcher NOBODY = member -> {};

  private final String id;
  private final String namespace;
  private final Handshake handshake;
  private final Outlet outlet;
  // Most sockets are in no room but their own, which is kept as no more than this.
  private boolean inItsOwn = true;
  private Set<String> others = Set.of();
  private volatile String data;
  private volatile Watcher watcher = NOBODY;

  /** The data is a JSON object, which belongs to the application. */
  public Member(String id, String namespace, Handshake handshake, String data, Outlet outlet) {
    this.id = id;
    this.namespace = namespace;
    this.handshake = handshake;
    this.data = data;
    this.outlet = outlet;
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

  public Outlet outlet() {
    return outlet;
  }

  public String data() {
    return data;
  }

  public void data(String newData) {
    data = newData;
    changed();
  }

  /** Who is told, from any thread, whenever the rooms or the data of a socket have changed. */
  public interface Watcher {
    void onChange(Member member);
  }

  public void watch(Watcher watching) {
    watcher = watching;
  }

  public Watcher watcher() {
    return watcher;
  }

  public void unwatch() {
    watcher = NOBODY;
  }

  /** Never called with the hub's lock held. */
  void changed() {
    watcher.onChange(this);
  }

  /** Whether it is in the room that is named by its id. The hub's lock guards all about rooms. */
  boolean isInItsOwn() {
    return inItsOwn;
  }

  /** The rooms it is in beside its own. */
  Set<String> others() {
    return others;
  }

  /** The rooms it is in, its own included. */
  Set<String> rooms() {
    Set<String> all = new HashSet<>(others);
    if (inItsOwn) {
      all.add(id);
    }
    return all;
  }

  boolean isIn(String room) {
    return room.equals(id) ? inItsOwn : others.contains(room);
  }

  /** Whether that is new. */
  boolean enter(String room) {
    if (room.equals(id)) {
      boolean was = inItsOwn;
      inItsOwn = true;
      return !was;
    }
    if (others.isEmpty()) {
      others = new FewOrMany<>();
    }
    return others.add(room);
  }

  /** Whether it was in there. */
  boolean exit(String room) {
    if (room.equals(id)) {
      boolean was = inItsOwn;
      inItsOwn = false;
      return was;
    }
    boolean was = others.contains(room) && others.remove(room);
    if (others.isEmpty()) {
      others = Set.of();
    }
    return was;
  }
}
