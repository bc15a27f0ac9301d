package io.wsfleet.gateway.socketio.protocol;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.util.List;

/** Encodes packets, each as a message of Engine.IO (type 4). */
public final class SocketEncoder {
  private SocketEncoder() {}

  /** A CONNECT packet. */
  public static EncodedPacket connect(String namespace, String socketId) {
    return EncodedPacket.text("40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\"}");
  }

  /** A CONNECT packet for a client that can recover its session by the secret {@code pid}. */
  public static EncodedPacket connect(String namespace, String socketId, String pid) {
    return EncodedPacket.text(
        "40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\",\"pid\":\"" + pid + "\"}");
  }

  /** A CONNECT packet for a client of Socket.IO 2, which knows its id. */
  public static EncodedPacket connectLegacy(String namespace) {
    return EncodedPacket.text("40" + prefix(namespace));
  }

  /**
   * A CONNECT_ERROR packet.
   *
   * @param data further JSON, or empty
   */
  public static EncodedPacket connectError(String namespace, String message, String data) {
    StringBuilder out = new StringBuilder("44").append(prefix(namespace)).append("{\"message\":");
    JsonText.quote(message, out);
    if (!data.isEmpty()) {
      out.append(",\"data\":").append(data);
    }
    return EncodedPacket.text(out.append('}').toString());
  }

  /**
   * An ERROR packet for a client of Socket.IO 2: the data itself, or the message if there is none.
   */
  public static EncodedPacket connectErrorLegacy(String namespace, String message, String data) {
    StringBuilder out = new StringBuilder("44").append(prefix(namespace));
    if (data.isEmpty()) {
      JsonText.quote(message, out);
    } else {
      out.append(data);
    }
    return EncodedPacket.text(out.toString());
  }

  public static EncodedPacket invalidNamespace(String namespace) {
    return connectError(namespace, "Invalid namespace", "");
  }

  public static EncodedPacket disconnect(String namespace) {
    return EncodedPacket.text("41" + prefix(namespace));
  }

  /** An event; with an ack id the client is expected to acknowledge it. */
  public static EncodedPacket event(String namespace, Event event, long ackId, boolean isVolatile) {
    String id = ackId == Packet.NO_ACK ? "" : Long.toString(ackId);
    return packet('2', namespace, id, event.json(), event.attachments(), isVolatile);
  }

  /** An acknowledgement. */
  public static EncodedPacket ack(String namespace, long ackId, JsonPayload arguments) {
    return packet(
        '3', namespace, Long.toString(ackId), arguments.json(), arguments.attachments(), false);
  }

  private static EncodedPacket packet(
      char type,
      String namespace,
      String id,
      String json,
      List<byte[]> attachments,
      boolean isVolatile) {
    // With attachments an event is of type 5 and an ack of type 6.
    String header =
        attachments.isEmpty() ? "4" + type : "4" + (char) (type + 3) + attachments.size() + "-";
    return EncodedPacket.of(header + prefix(namespace) + id + json, attachments, isVolatile);
  }

  private static String prefix(String namespace) {
    return namespace.equals(NamespaceMatcher.MAIN) ? "" : namespace + ",";
  }
}
