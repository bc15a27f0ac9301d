package io.wsfleet.gateway.bus.redis;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The address of the master. The Service leads to it, but after a failover each node updates its
 * routes some seconds late. The operator therefore writes the address of a new master into the
 * stream's head, which all replicas receive: the first attempt to connect goes to the announced
 * address, and every second attempt to the Service. The server must still report the role of a
 * master.
 */
public final class MasterAddress {
  private final HostPort service;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable HostPort announced;

  public MasterAddress(HostPort service) {
    this.service = service;
  }

  public HostPort service() {
    return service;
  }

  /** Runs the listener whenever another address is announced, on the announcing thread. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** The address in the stream's head; text that is not an address is ignored. */
  public void announce(String text) {
    HostPort before = announced;
    try {
      announced = HostPort.parse(text);
    } catch (IllegalArgumentException noAddress) {
      announced = null;
      return;
    }
    if (!Objects.equals(before, announced)) {
      listeners.forEach(Runnable::run);
    }
  }

  /** The address for the next attempt after this number of failed attempts. */
  HostPort forAttempt(int failures) {
    HostPort current = announced;
    return current == null || failures % 2 == 1 ? service : current;
  }

  @Override
  public String toString() {
    return service.toString();
  }
}
