package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import org.jspecify.annotations.Nullable;

/** The {@link Outbox} of a connection, which exists only while something is queued. Thread-safe. */
public final class OutboundQueue {
  private final long maxBytes;

  // Null while nothing is queued: this is asked for each delivery.
  private volatile @Nullable Outbox outbox;

  OutboundQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public boolean isEmpty() {
    return outbox == null;
  }

  /** Queues a packet; drops a volatile one if the client does not read. */
  Outbox.AddResult add(EncodedPacket packet, boolean blocked) {
    return blocked && packet.isVolatile() ? Outbox.AddResult.VOLATILE_DROPPED : add(packet);
  }

  private synchronized Outbox.AddResult add(EncodedPacket packet) {
    Outbox box = outbox == null ? new Outbox(maxBytes) : outbox;
    outbox = box;
    return box.add(packet);
  }

  /** Whether the queue has at most this number of bytes, and half of its limit, with the packet. */
  public synchronized boolean fits(EncodedPacket packet, long bytes) {
    return outbox == null || outbox.fits(packet, Math.min(bytes, maxBytes / 2));
  }

  /** The limit in bytes. */
  public long maxBytes() {
    return maxBytes;
  }

  /** Takes the packet that was queued first; null if none is queued. */
  public @Nullable EncodedPacket poll() {
    return outbox == null ? null : pollSynchronized();
  }

  void clear() {
    outbox = null;
  }

  private synchronized @Nullable EncodedPacket pollSynchronized() {
    Outbox box = outbox;
    EncodedPacket next = box == null ? null : box.poll();
    if (box != null && box.isEmpty()) {
      outbox = null;
    }
    return next;
  }
}
