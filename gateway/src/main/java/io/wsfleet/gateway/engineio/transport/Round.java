package io.wsfleet.gateway.engineio.transport;

import io.netty.buffer.ByteBuf;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One or more deliveries to the same clients, all on one event loop. Each client gets them as one
 * buffer, which is made when the first of its kind comes and shared by all of them.
 */
final class Round implements EventLoopQueue.WriteTask {
  // A buffer lives until the slowest client has got it, so it should not be large.
  private static final int MAX_JOINED = 32 * 1024;
  // What a round costs in line beside what is in it.
  private static final int OVERHEAD = 200;

  private final TransportCounters transportCounters;
  private final List<SocketSender> outlets;
  private final List<Delivery> deliveries = new ArrayList<>(1);
  private final @Nullable ByteBuf[] finished = new ByteBuf[2 * AttachmentEncoding.values().length];
  private int size;
  private boolean allHaveOffsets = true;

  Round(TransportCounters transportCounters, Delivery delivery, List<SocketSender> outlets) {
    this.transportCounters = transportCounters;
    this.outlets = outlets;
    add(delivery);
  }

  @Override
  public boolean merge(EventLoopQueue.WriteTask next) {
    boolean same = next instanceof Round round && round.outlets == outlets;
    if (!same || size + ((Round) next).size > MAX_JOINED) {
      return false;
    }
    ((Round) next).deliveries.forEach(this::add);
    return true;
  }

  @Override
  public void write() {
    long sent = 0;
    try {
      for (SocketSender socketSender : outlets) {
        sent += ((Seat) socketSender).take(this);
      }
    } finally {
      transportCounters.sent.add(sent);
      for (ByteBuf frames : finished) {
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

  List<Delivery> deliveries() {
    return deliveries;
  }

  /** Whether a client that keeps an offset gets a new one with each of the deliveries. */
  boolean allHaveOffsets() {
    return allHaveOffsets;
  }

  /** Where a client that has got all of it is in the history. */
  @Nullable String offset() {
    return deliveries.get(deliveries.size() - 1).offset();
  }

  /** All of it as this client and those like it want it. */
  ByteBuf framesFor(WebSocketTransport client, Delivery.Encoding<EncodedPacket> encoding) {
    boolean plain = encoding == Delivery.SOCKET_IO;
    int kind =
        client.attachmentEncoding().ordinal() + (plain ? 0 : AttachmentEncoding.values().length);
    ByteBuf made = finished[kind];
    if (made == null) {
      List<EncodedPacket> frames = new ArrayList<>(deliveries.size());
      for (Delivery delivery : deliveries) {
        frames.add(delivery.encodedAs(encoding));
      }
      made = client.encode(frames);
      finished[kind] = made;
    }
    return made;
  }

  private void add(Delivery delivery) {
    deliveries.add(delivery);
    allHaveOffsets &= delivery.offset() != null;
    size += delivery.event().size();
  }
}
