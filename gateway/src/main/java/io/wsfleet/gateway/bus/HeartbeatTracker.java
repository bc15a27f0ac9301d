package io.wsfleet.gateway.bus;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each member of the fleet was last heard to say that it lives. One that says nothing for ten
 * times as long as it may is forgotten: it is not there any more, or has another name. Any thread
 * may use it.
 */
public final class HeartbeatTracker {
  private static final int EXPIRY_INTERVALS = 10;
  private static final int MAX_GATEWAYS = 10_000;

  private final long intervalMillis;
  private final Map<String, Long> lastHeartbeats = new HashMap<>();

  public HeartbeatTracker(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  public synchronized void record(String gateway, long now) {
    removeExpired(now);
    if (lastHeartbeats.size() >= MAX_GATEWAYS && !lastHeartbeats.containsKey(gateway)) {
      lastHeartbeats.entrySet().stream()
          .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
          .map(Map.Entry::getKey)
          .ifPresent(lastHeartbeats::remove);
    }
    lastHeartbeats.put(gateway, now);
  }

  /** How many milliseconds ago, by name. */
  public synchronized Map<String, Long> ages(long now) {
    removeExpired(now);
    Map<String, Long> ages = new TreeMap<>();
    lastHeartbeats.forEach((gateway, at) -> ages.put(gateway, now - at));
    return ages;
  }

  private void removeExpired(long now) {
    lastHeartbeats.values().removeIf(at -> now - at > EXPIRY_INTERVALS * intervalMillis);
  }
}
