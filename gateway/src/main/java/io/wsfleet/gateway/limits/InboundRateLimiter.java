package io.wsfleet.gateway.limits;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import org.jspecify.annotations.Nullable;

/** How much one connection has sent lately, and whether that is too much. */
public final class InboundRateLimiter {
  private final RateLimits rateLimits;
  private long packets;
  private long bytes;
  private long filledAt;

  public InboundRateLimiter(RateLimits rateLimits, long now) {
    this.rateLimits = rateLimits;
    this.packets = rateLimits.packets.capacity();
    this.bytes = rateLimits.bytes.capacity();
    this.filledAt = now;
  }

  /** Takes in one packet, or says why not. */
  public @Nullable CloseReason acquire(long size, long now) {
    long millis = now - filledAt;
    filledAt = now;
    packets = rateLimits.packets.refill(packets, millis);
    bytes = rateLimits.bytes.refill(bytes, millis);
    long packetsLeft = rateLimits.packets.subtract(packets, 1);
    if (packetsLeft == Rate.INSUFFICIENT) {
      return CloseReason.TOO_MANY_PACKETS;
    }
    packets = packetsLeft;
    long bytesLeft = rateLimits.bytes.subtract(bytes, size);
    if (bytesLeft == Rate.INSUFFICIENT) {
      return CloseReason.TOO_MANY_BYTES;
    }
    bytes = bytesLeft;
    return null;
  }
}
