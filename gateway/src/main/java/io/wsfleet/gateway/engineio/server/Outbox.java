package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing packets of one client, up to a limit in bytes. At the limit volatile packets are
 * dropped; if that is not enough, the client is too slow. One packet is always accepted, so that a
 * large packet does not close a connection that keeps up. Guarded by its connection.
 */
final class Outbox {
  // The cost of a queued packet besides its bytes, which are shared with other recipients.
  private static final int OVERHEAD = 64;

  private final Deque<EncodedPacket> queue = new ArrayDeque<>(2);
  private final long maxBytes;
  private long bytes;

  Outbox(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  enum AddResult {
    ADDED,
    /** Volatile packets were dropped because of the limit. */
    VOLATILE_DROPPED,
    /** The packet exceeds the limit and nothing can be dropped. */
    OVERFLOW
  }

  AddResult add(EncodedPacket packet) {
    boolean dropped = false;
    if (exceedsLimit(packet)) {
      if (packet.isVolatile()) {
        return AddResult.VOLATILE_DROPPED;
      }
      dropped = dropVolatile();
      if (exceedsLimit(packet)) {
        return AddResult.OVERFLOW;
      }
    }
    queue.add(packet);
    bytes += cost(packet);
    return dropped ? AddResult.VOLATILE_DROPPED : AddResult.ADDED;
  }

  @Nullable EncodedPacket poll() {
    EncodedPacket first = queue.poll();
    if (first != null) {
      bytes -= cost(first);
    }
    return first;
  }

  boolean fits(EncodedPacket packet, long limit) {
    return queue.isEmpty() || bytes + cost(packet) <= limit;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  private boolean exceedsLimit(EncodedPacket packet) {
    return !queue.isEmpty() && bytes + cost(packet) > maxBytes;
  }

  private boolean dropVolatile() {
    boolean dropped = false;
    for (Iterator<EncodedPacket> each = queue.iterator(); each.hasNext(); ) {
      EncodedPacket packet = each.next();
      if (packet.isVolatile()) {
        each.remove();
        bytes -= cost(packet);
        dropped = true;
      }
    }
    return dropped;
  }

  private static int cost(EncodedPacket packet) {
    return packet.bytes() + OVERHEAD;
  }
}
