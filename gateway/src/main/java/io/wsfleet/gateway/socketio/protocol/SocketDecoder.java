package io.wsfleet.gateway.socketio.protocol;

import io.wsfleet.gateway.socketio.protocol.DecodeResult.Complete;
import io.wsfleet.gateway.socketio.protocol.DecodeResult.Malformed;
import io.wsfleet.gateway.socketio.protocol.DecodeResult.Pending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the packets of clients: {@code <type>[<attachments>-][<nsp>,][<ackId>][<json>]}.
 *
 * <p>It accepts what Socket.IO servers accept, with these exceptions: ids and counts have digits
 * only, an ack id is a safe integer of JavaScript, and the number of attachments is limited.
 */
public final class SocketDecoder {
  private static final long MAX_ACK_ID = (1L << 53) - 1;
  private final JsonText json;
  private final int maxAttachmentBytes;
  private final int maxAttachments;

  /** Limits the number of attachments of a packet and their total size. */
  public SocketDecoder(JsonText json, int maxAttachmentBytes, int maxAttachments) {
    this.maxAttachments = maxAttachments;
    this.json = json;
    this.maxAttachmentBytes = maxAttachmentBytes;
  }

  /**
   * Decodes a text message.
   *
   * @param pending the packet of this client that is incomplete, if there is one
   */
  public DecodeResult onText(@Nullable PartialPacket pending, String message) {
    if (pending != null) {
      return new Malformed("text packet while binary attachments are pending");
    }
    return new PacketReader(message).read();
  }

  /** Decodes a binary message, an attachment of the incomplete packet. */
  public DecodeResult onBinary(@Nullable PartialPacket pending, byte[] attachment) {
    if (pending == null) {
      return new Malformed("binary message without a packet that announced it");
    }
    pending.add(attachment);
    if (pending.bytes() > maxAttachmentBytes) {
      return new Malformed("attachments of more than " + maxAttachmentBytes + " bytes");
    }
    return pending.isComplete() ? pending.complete() : new Pending(pending);
  }

  private final class PacketReader {
    private final String text;
    private int at;

    PacketReader(String text) {
      this.text = text;
    }

    DecodeResult read() {
      if (text.isEmpty()) {
        return new Malformed("empty packet");
      }
      char type = text.charAt(at++);
      if (type < '0' || type > '6') {
        return new Malformed("unknown packet type");
      }
      int attachments = 0;
      if (type == '5' || type == '6') {
        attachments = (int) number(maxAttachments);
        if (attachments < 1 || at >= text.length() || text.charAt(at++) != '-') {
          return new Malformed("not 1 to " + maxAttachments + " attachments");
        }
      }
      String namespace = namespace();
      long ackId = Packet.NO_ACK;
      if (at < text.length() && isDigit(text.charAt(at))) {
        ackId = number(MAX_ACK_ID);
        if (ackId < 0) {
          return new Malformed("ack id out of range");
        }
      }
      String payload = text.substring(at);
      return switch (type) {
        case '0' -> connect(namespace, payload);
        case '1' ->
            payload.isEmpty()
                ? new Complete(new Packet.Disconnect(namespace))
                : new Malformed("DISCONNECT packet with a payload");
        case '2', '5' -> event(namespace, ackId, payload, attachments);
        case '3', '6' -> ack(namespace, ackId, payload, attachments);
        default -> new Malformed("packet type that only servers send");
      };
    }

    private DecodeResult connect(String namespace, String payload) {
      if (payload.isEmpty()) {
        return new Complete(new Packet.Connect(namespace, "{}"));
      }
      return json.isObject(payload)
          ? new Complete(new Packet.Connect(namespace, payload))
          : new Malformed("CONNECT payload is not an object");
    }

    private DecodeResult event(String namespace, long ackId, String payload, int attachments) {
      // Socket.IO servers accept an event without payload as an event without a name.
      JsonText.EventHead eventHead =
          payload.isEmpty() ? new JsonText.EventHead("undefined", "") : json.eventHead(payload);
      if (eventHead == null) {
        return new Malformed("EVENT payload is not an array that starts with a name");
      }
      if (Event.RESERVED.contains(eventHead.name())) {
        return new Malformed("reserved event name");
      }
      Event event = new Event(eventHead.name(), eventHead.tail(), List.of());
      return withAttachments(new Packet.EventPacket(namespace, ackId, event), payload, attachments);
    }

    private DecodeResult ack(String namespace, long ackId, String payload, int attachments) {
      if (!payload.isEmpty() && !json.isArray(payload)) {
        return new Malformed("ACK payload is not an array");
      }
      JsonPayload arguments =
          payload.isEmpty() ? JsonPayload.NO_ARGUMENTS : JsonPayload.of(payload);
      return withAttachments(new Packet.Ack(namespace, ackId, arguments), payload, attachments);
    }

    private DecodeResult withAttachments(Packet head, String payload, int attachments) {
      if (attachments == 0) {
        return new Complete(head);
      }
      if (!payload.isEmpty() && JsonStructure.of(json, payload, attachments) == null) {
        return new Malformed("placeholder without an attachment");
      }
      return new Pending(new PartialPacket(head, attachments));
    }

    private String namespace() {
      if (at >= text.length() || text.charAt(at) != '/') {
        return "/";
      }
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      String namespace = text.substring(at, end);
      at = comma < 0 ? end : end + 1;
      return namespace;
    }

    /** The number at this position; -1 if there is none or it exceeds the limit. */
    private long number(long max) {
      int start = at;
      long value = 0;
      while (at < text.length() && isDigit(text.charAt(at))) {
        value = Math.min(value * 10 + (text.charAt(at++) - '0'), max + 1);
      }
      return at == start || value > max ? -1 : value;
    }

    private boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
