package io.wsfleet.gateway.socketio.protocol;

import java.util.ArrayList;
import java.util.List;

/** A packet with missing attachments. */
public final class PartialPacket {
  private final Packet header;
  private final int attachmentCount;
  private final List<byte[]> attachments = new ArrayList<>(1);
  private long bytes;

  PartialPacket(Packet header, int attachmentCount) {
    this.header = header;
    this.attachmentCount = attachmentCount;
  }

  void add(byte[] attachment) {
    attachments.add(attachment);
    bytes += attachment.length;
  }

  /** The size of the attachments so far. */
  long bytes() {
    return bytes;
  }

  boolean isComplete() {
    return attachments.size() == attachmentCount;
  }

  DecodeResult.Complete complete() {
    if (header instanceof Packet.EventPacket eventPacket) {
      Event event = eventPacket.event();
      return new DecodeResult.Complete(
          new Packet.EventPacket(
              eventPacket.namespace(),
              eventPacket.ackId(),
              new Event(event.name(), event.tail(), List.copyOf(attachments))));
    }
    if (header instanceof Packet.Ack ack) {
      JsonPayload arguments = new JsonPayload(ack.arguments().json(), List.copyOf(attachments));
      return new DecodeResult.Complete(new Packet.Ack(ack.namespace(), ack.ackId(), arguments));
    }
    return new DecodeResult.Complete(header);
  }
}
