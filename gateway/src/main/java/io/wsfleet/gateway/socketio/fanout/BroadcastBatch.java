package io.wsfleet.gateway.socketio.fanout;

import io.netty.buffer.ByteBuf;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.engineio.transport.AttachmentEncoding;
import io.wsfleet.gateway.engineio.transport.WebSocketTransport;
import io.wsfleet.gateway.net.EventLoopQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries to the same sockets of one event loop. They are written to each socket as one buffer,
 * which is encoded once for each encoding and shared.
 */
public final class BroadcastBatch implements EventLoopQueue.WriteTask {
  // A buffer is kept until the slowest client has read it, so it should not be large.
  private static final int MAX_BYTES = 32 * 1024;
  // The cost of a queued batch besides its deliveries.
  private static final int OVERHEAD = 200;

  private final TransportCounters transportCounters;
  private final List<BatchRecipient> recipients;
  private final List<Delivery> deliveries = new ArrayList<>(1);
  private final @Nullable ByteBuf[] encodedByKind =
      new ByteBuf[2 * AttachmentEncoding.values().length];
  private int size;
  private boolean allHaveOffsets = true;

  BroadcastBatch(
      TransportCounters transportCounters, Delivery delivery, List<BatchRecipient> recipients) {
    this.transportCounters = transportCounters;
    this.recipients = recipients;
    add(delivery);
  }

  @Override
  public boolean merge(EventLoopQueue.WriteTask next) {
    boolean same =
        next instanceof BroadcastBatch broadcastBatch && broadcastBatch.recipients == recipients;
    if (!same || size + ((BroadcastBatch) next).size > MAX_BYTES) {
      return false;
    }
    ((BroadcastBatch) next).deliveries.forEach(this::add);
    return true;
  }

  @Override
  public void write() {
    long sent = 0;
    try {
      for (BatchRecipient recipient : recipients) {
        sent += recipient.write(this);
      }
    } finally {
      transportCounters.sent.add(sent);
      for (ByteBuf frames : encodedByKind) {
        if (frames != null) {
          frames.release();
        }
      }
    }
  }

  @Override
  public long bytes() {
    return OVERHEAD + size;
  }

  public List<Delivery> deliveries() {
    return deliveries;
  }

  /** Whether every delivery has an offset. */
  public boolean allHaveOffsets() {
    return allHaveOffsets;
  }

  /** The offset after the last delivery. */
  @Nullable
  public String offset() {
    return deliveries.get(deliveries.size() - 1).offset();
  }

  /** The buffer for this client and those with the same encoding. */
  public ByteBuf encodedFor(WebSocketTransport client, Delivery.Encoding<EncodedPacket> encoding) {
    boolean plain = encoding == Delivery.SOCKET_IO;
    int kind =
        client.attachmentEncoding().ordinal() + (plain ? 0 : AttachmentEncoding.values().length);
    ByteBuf encoded = encodedByKind[kind];
    if (encoded == null) {
      List<EncodedPacket> frames = new ArrayList<>(deliveries.size());
      for (Delivery delivery : deliveries) {
        frames.add(delivery.encodedAs(encoding));
      }
      encoded = client.encode(frames);
      encodedByKind[kind] = encoded;
    }
    return encoded;
  }

  private void add(Delivery delivery) {
    deliveries.add(delivery);
    allHaveOffsets &= delivery.offset() != null;
    size += delivery.event().size();
  }
}
