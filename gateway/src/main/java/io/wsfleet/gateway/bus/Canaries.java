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
public final class Canaries {
  private static final int FORGOTTEN_AFTER = 10;
  private static final int MOST = 10_000;

  private final long everyMillis;
  private final Map<String, Long> heard = new HashMap<>();

  public Canaries(long everyMillis) {
    this.everyMillis = everyMillis;
  }

  public synchronized void heard(String gateway, long now) {
    forget(now);
    if (heard.size() >= MOST && !heard.containsKey(gateway)) {
      heard.entrySet().stream()
          .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
          .map(Map.Entry::getKey)
          .ifPresent(heard::remove);
    }
    heard.put(gateway, now);
  }

  /** How many milliseconds ago, by name. */
  public synchronized Map<String, Long> ages(long now) {
    forget(now);
    Map<String, Long> ages = new TreeMap<>();
    heard.forEach((gateway, at) -> ages.put(gateway, now - at));
    return ages;
  }

  private void forget(long now) {
    heard.values().removeIf(at -> now - at > FORGOTTEN_AFTER * everyMillis);
  }
}
