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
  private final Address service;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private volatile @Nullable Address heard;

  public MasterAddress(Address service) {
    this.service = service;
  }

  public Address service() {
    return service;
  }

  /** Runs this each time that another one is heard of, on the thread that hears of it. */
  void whenMoved(Runnable follower) {
    followers.add(follower);
  }

  /** What the head says; anything that is no address is passed over. */
  public void hear(String text) {
    Address before = heard;
    try {
      heard = Address.parse(text);
    } catch (IllegalArgumentException noAddress) {
      heard = null;
      return;
    }
    if (!Objects.equals(before, heard)) {
      followers.forEach(Runnable::run);
    }
  }

  /** For the next attempt after so many failed ones. */
  Address at(int failures) {
    Address said = heard;
    return said == null || failures % 2 == 1 ? service : said;
  }

  @Override
  public String toString() {
    return service.toString();
  }
}
