package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.cluster.Registration;

/**
 * Whether this gateway may get clients: from the first check at which it is connected to the bus
 * and registered. It stays ready without Redis, since its clients are served all the same.
 */
final class Readiness {
  private final Bus bus;
  private final Registration registration;
  private volatile boolean ready;

  Readiness(Bus bus, Registration registration) {
    this.bus = bus;
    this.registration = registration;
  }

  /** What the last check found. Whoever was told that the gateway is ready is never told less. */
  boolean isReady() {
    return ready;
  }

  /** Returns whether it is ready now; once it is, no further check is needed. */
  boolean check() {
    ready = ready || (bus.state() != BusState.CONNECTING && registration.isRegistered());
    return ready;
  }
}
