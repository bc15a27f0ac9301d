package io.wsfleet.gateway.limits;

/** What each connection may send. One object for all of them. */
public final class RateLimits {
  /** How many seconds' worth may come at once: clients pack what they had to say while offline. */
  private static final long BURST_SECONDS = 5;

  final Rate packets;
  final Rate bytes;

  /** However small the rate is, a message as large as one may be is not too much. */
  public RateLimits(ClientLimits limits, int maxMessageBytes) {
    long byteBurst = Math.max(maxMessageBytes, limits.bytesPerSecond() * BURST_SECONDS);
    this.packets = Rate.of(limits.packetsPerSecond(), limits.packetsPerSecond() * BURST_SECONDS);
    this.bytes = Rate.of(limits.bytesPerSecond(), byteBurst);
  }
}
