package io.wsfleet.gateway.bus.stream;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The number of each producer's last publication that was heard. A publication that comes back
 * under its number, since the history in which it was heard first went on without it, is known by
 * that.
 */
final class Deduplicator {
  private final Map<String, Long> lastNumbers;

  /** Remembers so many producers, those that were heard last. */
  Deduplicator(int maxProducers) {
    this.lastNumbers =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > maxProducers;
          }
        };
  }

  /** Whether this is heard for the first time; from now on it is known. */
  boolean isNew(String producer, long number) {
    if (number <= 0) {
      return true;
    }
    Long last = lastNumbers.get(producer);
    if (last != null && number <= last) {
      return false;
    }
    lastNumbers.put(producer, number);
    return true;
  }
}
