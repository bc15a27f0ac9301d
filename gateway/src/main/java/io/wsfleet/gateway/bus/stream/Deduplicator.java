package io.wsfleet.gateway.bus.stream;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The highest number that was read of each producer. A message that is written again under its
 * number, since the master that had it was lost, is recognized as a duplicate.
 */
final class Deduplicator {
  private final Map<String, Long> lastNumbers;

  /** Remembers this number of producers, those that were read last. */
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

  /** Whether the message is read for the first time; from now on it is a duplicate. */
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
