package io.wsfleet.gateway.bus;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records the last heartbeat of each gateway. A gateway without a heartbeat for ten intervals is
 * removed: it has stopped, or has another name. Thread-safe.
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

  /** The age of each gateway's last heartbeat in milliseconds, by name. */
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
