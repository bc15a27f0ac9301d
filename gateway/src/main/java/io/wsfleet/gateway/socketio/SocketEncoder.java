package io.wsfleet.gateway.socketio;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.util.List;

/** Writes packets, each led by the 4 that makes it a message of the protocol below. */
public final class SocketEncoder {
  private SocketEncoder() {}

  /** The answer to a client that joined. */
  public static EncodedPacket connected(String namespace, String socketId) {
    return EncodedPacket.text("40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\"}");
  }

  /** The same for a client that can be recovered by its secret {@code pid}. */
  public static EncodedPacket connected(String namespace, String socketId, String pid) {
    return EncodedPacket.text(
        "40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\",\"pid\":\"" + pid + "\"}");
  }

  /** The same for older clients, which know their id already. */
  public static EncodedPacket connectedLegacy(String namespace) {
    return EncodedPacket.text("40" + prefix(namespace));
  }

  /**
   * The answer to a client that may not join.
   *
   * @param data further JSON about it, or empty
   */
  public static EncodedPacket refused(String namespace, String message, String data) {
    StringBuilder out = new StringBuilder("44").append(prefix(namespace)).append("{\"message\":");
    JsonText.quote(message, out);
    if (!data.isEmpty()) {
      out.append(",\"data\":").append(data);
    }
    return EncodedPacket.text(out.append('}').toString());
  }

  /** The same for older clients, who get the data itself, or the message if there is none. */
  public static EncodedPacket refusedLegacy(String namespace, String message, String data) {
    StringBuilder out = new StringBuilder("44").append(prefix(namespace));
    if (data.isEmpty()) {
      JsonText.quote(message, out);
    } else {
      out.append(data);
    }
    return EncodedPacket.text(out.toString());
  }

  public static EncodedPacket invalidNamespace(String namespace) {
    return refused(namespace, "Invalid namespace", "");
  }

  public static EncodedPacket disconnected(String namespace) {
    return EncodedPacket.text("41" + prefix(namespace));
  }

  /** An event; it wants an answer if there is an ack id. */
  public static EncodedPacket event(String namespace, Event event, long ackId, boolean droppable) {
    String id = ackId == Packet.NO_ACK ? "" : Long.toString(ackId);
    return packet('2', namespace, id, event.json(), event.attachments(), droppable);
  }

  /** The answer to an event. */
  public static EncodedPacket ack(String namespace, long ackId, Payload arguments) {
    return packet(
        '3', namespace, Long.toString(ackId), arguments.json(), arguments.attachments(), false);
  }

  private static EncodedPacket packet(
      char type,
      String namespace,
      String id,
      String json,
      List<byte[]> attachments,
      boolean droppable) {
    // With attachments an event is of type 5 and an ack of type 6.
    String head =
        attachments.isEmpty() ? "4" + type : "4" + (char) (type + 3) + attachments.size() + "-";
    return EncodedPacket.of(head + prefix(namespace) + id + json, attachments, droppable);
  }

  private static String prefix(String namespace) {
    return namespace.equals(Namespaces.MAIN) ? "" : namespace + ",";
  }
}
