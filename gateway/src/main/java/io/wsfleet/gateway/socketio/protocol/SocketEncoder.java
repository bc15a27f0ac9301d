package io.wsfleet.gateway.socketio.protocol;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.util.List;

/** Writes packets, each led by the 4 that makes it a message of the protocol below. */
public final class SocketEncoder {
  private SocketEncoder() {}

  /** The answer to a client that joined. */
  public static EncodedPacket connect(String namespace, String socketId) {
    return EncodedPacket.text("40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\"}");
  }

  /** The same for a client that can be recovered by its secret {@code pid}. */
  public static EncodedPacket connect(String namespace, String socketId, String pid) {
    return EncodedPacket.text(
        "40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\",\"pid\":\"" + pid + "\"}");
  }

  /** The same for older clients, which know their id already. */
  public static EncodedPacket connectLegacy(String namespace) {
    return EncodedPacket.text("40" + prefix(namespace));
  }

  /**
   * The answer to a client that may not join.
   *
   * @param data further JSON about it, or empty
   */
  public static EncodedPacket connectError(String namespace, String message, String data) {
    StringBuilder out = new StringBuilder("44").append(prefix(namespace)).append("{\"message\":");
    JsonText.quote(message, out);
    if (!data.isEmpty()) {
      out.append(",\"data\":").append(data);
    }
    return EncodedPacket.text(out.append('}').toString());
  }

  /** The same for older clients, who get the data itself, or the message if there is none. */
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

  /** An event; it wants an answer if there is an ack id. */
  public static EncodedPacket event(String namespace, Event event, long ackId, boolean isVolatile) {
    String id = ackId == Packet.NO_ACK ? "" : Long.toString(ackId);
    return packet('2', namespace, id, event.json(), event.attachments(), isVolatile);
  }

  /** The answer to an event. */
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
