package io.wsfleet.gateway.bus.stream;

/**
 * How much the stream keeps, and how long a message may wait for it.
 *
 * @param maxEntries how many entries are kept
 * @param maxBytes how many bytes all entries may have together
 * @param publishTimeoutMillis how long a message may wait until the stream has taken it
 * @param holdBackMillis for how long the next messages are held back while the replicas do not have
 *     the last
 */
public record StreamSettings(
    int maxEntries, long maxBytes, long publishTimeoutMillis, long holdBackMillis) {

  /** For how long a producer that is silent is remembered. */
  long producerTtlMillis() {
    return Math.max(3_600_000, 10 * publishTimeoutMillis);
  }
}
