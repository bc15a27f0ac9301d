package io.wsfleet.gateway.limits;

import io.wsfleet.gateway.engineio.CloseReason;
import org.jspecify.annotations.Nullable;

/** How much one connection has sent lately, and whether that is too much. */
public final class Intake {
  /** How many seconds' worth may come at once: clients pack what they had to say while offline. */
  private static final long BURST_SECONDS = 5;

  private final TokenBucket packets;
  private final TokenBucket bytes;

  /** However small the rate is, a message as large as one may be is not too much. */
  public Intake(ClientLimits limits, int largestMessage, long now) {
    long packetBurst = limits.packetsPerSecond() * BURST_SECONDS;
    long byteBurst = Math.max(largestMessage, limits.bytesPerSecond() * BURST_SECONDS);
    this.packets = new TokenBucket(limits.packetsPerSecond(), packetBurst, now);
    this.bytes = new TokenBucket(limits.bytesPerSecond(), byteBurst, now);
  }

  /** Takes in one packet, or says why not. */
  public @Nullable CloseReason take(long size, long now) {
    if (!packets.take(1, now)) {
      return CloseReason.TOO_MANY_PACKETS;
    }
    return bytes.take(size, now) ? null : CloseReason.TOO_MANY_BYTES;
  }
}
