package io.wsfleet.gateway.socketio;

import java.util.ArrayList;
import java.util.List;

/** A packet whose attachments have not all come. */
public final class Incomplete {
  private final Packet head;
  private final int count;
  private final List<byte[]> attachments = new ArrayList<>(1);
  private long bytes;

  Incomplete(Packet head, int count) {
    this.head = head;
    this.count = count;
  }

  void add(byte[] attachment) {
    attachments.add(attachment);
    bytes += attachment.length;
  }

  /** How many bytes its attachments have so far. */
  long bytes() {
    return bytes;
  }

  boolean isComplete() {
    return attachments.size() == count;
  }

  Decoded.Complete complete() {
    if (head instanceof Packet.Message message) {
      Event event = message.event();
      return new Decoded.Complete(
          new Packet.Message(
              message.namespace(),
              message.ackId(),
              new Event(event.name(), event.tail(), List.copyOf(attachments))));
    }
    if (head instanceof Packet.Ack ack) {
      Payload arguments = new Payload(ack.arguments().json(), List.copyOf(attachments));
      return new Decoded.Complete(new Packet.Ack(ack.namespace(), ack.ackId(), arguments));
    }
    return new Decoded.Complete(head);
  }
}
