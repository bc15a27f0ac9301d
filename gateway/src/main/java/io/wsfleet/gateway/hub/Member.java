package io.wsfleet.gateway.hub;

import java.util.HashSet;
import java.util.Set;

/** A socket: a client in one namespace. */
public final class Member {
  private final String id;
  private final String namespace;
  private final Handshake handshake;
  private final Outlet outlet;
  private final Set<String> rooms = new HashSet<>(2);
  private volatile String data;
  private volatile Runnable watcher = () -> {};

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

  /** Has somebody told, from any thread, whenever its rooms or its data have changed. */
  public void watch(Runnable watching) {
    watcher = watching;
  }

  /** Never called with the hub's lock held. */
  void changed() {
    watcher.run();
  }

  /** The rooms it is in, its own included. The hub's lock guards them. */
  Set<String> rooms() {
    return rooms;
  }
}
