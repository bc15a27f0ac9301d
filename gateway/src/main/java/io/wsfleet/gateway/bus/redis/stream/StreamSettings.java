package io.wsfleet.gateway.bus.redis.stream;

/**
 * How much the stream keeps, and how long a message may wait for it.
 *
 * @param entries how many entries are kept
 * @param bytes how many bytes all entries may have together
 * @param publishMillis how long a message may wait until the stream has taken it
 * @param acknowledgeMillis for how long the next messages are held back while the replicas do not
 *     have the last
 */
public record StreamSettings(int entries, long bytes, long publishMillis, long acknowledgeMillis) {

  /** For how long a producer that is silent is remembered. */
  long producerMillis() {
    return Math.max(3_600_000, 10 * publishMillis);
  }
}
