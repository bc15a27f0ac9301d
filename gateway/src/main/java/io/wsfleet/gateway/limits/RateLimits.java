package io.wsfleet.gateway.limits;

/** The rate limits of a connection; one object for all connections. */
public final class RateLimits {
  /** The burst in seconds of the rate: clients send at once what they have queued while offline. */
  private static final long BURST_SECONDS = 5;

  final Rate packets;
  final Rate bytes;

  /** A message of the maximum size is always within the burst. */
  public RateLimits(ClientLimits limits, int maxMessageBytes) {
    long byteBurst = Math.max(maxMessageBytes, limits.bytesPerSecond() * BURST_SECONDS);
    this.packets = Rate.of(limits.packetsPerSecond(), limits.packetsPerSecond() * BURST_SECONDS);
    this.bytes = Rate.of(limits.bytesPerSecond(), byteBurst);
  }
}
