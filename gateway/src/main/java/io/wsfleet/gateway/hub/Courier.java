package io.wsfleet.gateway.hub;

import java.util.List;

/** Brings a delivery to many sockets at once: to those whose outlets name it as their courier. */
public interface Courier {
  /**
   * From any thread, and returns at once; what one thread gives it arrives in that order.
   *
   * @param outlets the same list as before if they are the same outlets, so that it can tell
   */
  void carry(Delivery delivery, List<Outlet> outlets);
}
