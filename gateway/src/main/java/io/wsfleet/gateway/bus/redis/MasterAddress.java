package io.wsfleet.gateway.bus.redis;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where the master is. Its Service always leads to it, but some seconds late after a failover, as
 * each node learns of it at its own pace. Who puts a master in says its address in the stream's
 * head, which comes to all replicas; so each attempt to connect goes to the one that was heard of,
 * and every other one to the Service. Whoever answers still has to say that it is the master.
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

  /** Runs this each time that another one is heard of, on the thread that hears of it. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** What the head says; anything that is no address is passed over. */
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

  /** For the next attempt after so many failed ones. */
  HostPort forAttempt(int failures) {
    HostPort current = announced;
    return current == null || failures % 2 == 1 ? service : current;
  }

  @Override
  public String toString() {
    return service.toString();
  }
}
