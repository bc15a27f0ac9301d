package io.wsfleet.gateway.bus.stream;

/**
 * The limits of the stream and of the time that a message may wait for it.
 *
 * @param maxEntries how many entries the stream keeps
 * @param maxBytes how many bytes the entries may have together
 * @param publishTimeoutMillis how long a message may wait until it is acknowledged
 * @param holdBackMillis how long the next batch is held back while replicas do not have the last
 */
public record StreamSettings(
    int maxEntries, long maxBytes, long publishTimeoutMillis, long holdBackMillis) {

  /** How long Redis remembers the last number of a producer. */
  long producerTtlMillis() {
    return Math.max(3_600_000, 10 * publishTimeoutMillis);
  }
}
