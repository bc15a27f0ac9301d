package io.wsfleet.gateway.limits;

/** Counts packets and bytes of one connection against its {@link RateLimits}. */
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

  /** Whether a packet is within the limits. */
  public enum Result {
    ACCEPTED,
    TOO_MANY_PACKETS,
    TOO_MANY_BYTES
  }

  /** Counts a packet of this size; a packet beyond a limit is not counted. */
  public Result acquire(long size, long now) {
    long millis = now - filledAt;
    filledAt = now;
    packets = rateLimits.packets.refill(packets, millis);
    bytes = rateLimits.bytes.refill(bytes, millis);
    long packetsLeft = rateLimits.packets.subtract(packets, 1);
    if (packetsLeft == Rate.INSUFFICIENT) {
      return Result.TOO_MANY_PACKETS;
    }
    packets = packetsLeft;
    long bytesLeft = rateLimits.bytes.subtract(bytes, size);
    if (bytesLeft == Rate.INSUFFICIENT) {
      return Result.TOO_MANY_BYTES;
    }
    bytes = bytesLeft;
    return Result.ACCEPTED;
  }
}
