package io.wsfleet.gateway.limits;

import io.wsfleet.gateway.engineio.CloseReason;
import org.jspecify.annotations.Nullable;

/** How much one connection has sent lately, and whether that is too much. */
public final class Intake {
  private final Allowance allowance;
  private long packets;
  private long bytes;
  private long filledAt;

  public Intake(Allowance allowance, long now) {
    this.allowance = allowance;
    this.packets = allowance.packets.capacity();
    this.bytes = allowance.bytes.capacity();
    this.filledAt = now;
  }

  /** Takes in one packet, or says why not. */
  public @Nullable CloseReason take(long size, long now) {
    long millis = now - filledAt;
    filledAt = now;
    packets = allowance.packets.fill(packets, millis);
    bytes = allowance.bytes.fill(bytes, millis);
    long packetsLeft = allowance.packets.take(packets, 1);
    if (packetsLeft == Rate.REFUSED) {
      return CloseReason.TOO_MANY_PACKETS;
    }
    packets = packetsLeft;
    long bytesLeft = allowance.bytes.take(bytes, size);
    if (bytesLeft == Rate.REFUSED) {
      return CloseReason.TOO_MANY_BYTES;
    }
    bytes = bytesLeft;
    return null;
  }
}
