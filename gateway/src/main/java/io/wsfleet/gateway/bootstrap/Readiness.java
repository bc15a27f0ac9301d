package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.cluster.Registration;

/**
 * Whether this gateway may get clients: once it has been connected to the bus and registered. It
 * stays ready without Redis, since its clients are served all the same.
 */
final class Readiness {
  private final Bus bus;
  private final Registration registration;
  private volatile boolean latched;

  Readiness(Bus bus, Registration registration) {
    this.bus = bus;
    this.registration = registration;
  }

  boolean isReady() {
    return latched || isConnected();
  }

  /** Keeps the gateway ready if it is. To be called periodically. */
  void latch() {
    if (!latched && isConnected()) {
      latched = true;
    }
  }

  private boolean isConnected() {
    return bus.state() != BusState.CONNECTING && registration.isRegistered();
  }
}
