package io.wsfleet.gateway.hub;

import java.util.HashSet;
import java.util.Set;

/** A socket: a client in the main namespace. */
public final class Member {
  private final String id;
  private final Handshake handshake;
  private final Outlet outlet;
  private final Set<String> rooms = new HashSet<>();

  public Member(String id, Handshake handshake, Outlet outlet) {
    this.id = id;
    this.handshake = handshake;
    this.outlet = outlet;
  }

  public String id() {
    return id;
  }

  public Handshake handshake() {
    return handshake;
  }

  public Outlet outlet() {
    return outlet;
  }

  /** The rooms it is in, its own included. The hub's lock guards them. */
  Set<String> rooms() {
    return rooms;
  }
}
