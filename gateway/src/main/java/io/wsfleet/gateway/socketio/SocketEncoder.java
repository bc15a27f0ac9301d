package io.wsfleet.gateway.socketio;

import java.util.List;

/** Writes packets, each led by the 4 that makes it a message of the protocol below. */
public final class SocketEncoder {
  private SocketEncoder() {}

  /** The answer to a client that joined. */
  public static Frame connected(String namespace, String socketId) {
    return Frame.text("40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\"}");
  }

  /** The same for a client that can be recovered by its secret {@code pid}. */
  public static Frame connected(String namespace, String socketId, String pid) {
    return Frame.text(
        "40" + prefix(namespace) + "{\"sid\":\"" + socketId + "\",\"pid\":\"" + pid + "\"}");
  }

  /** The same for older clients, which know their id already. */
  public static Frame connectedLegacy(String namespace) {
    return Frame.text("40" + prefix(namespace));
  }

  /**
   * The answer to a client that may not join.
   *
   * @param data further JSON about it, or empty
   */
  public static Frame refused(String namespace, String message, String data) {
    StringBuilder out = new StringBuilder("44").append(prefix(namespace)).append("{\"message\":");
    JsonText.quote(message, out);
    if (!data.isEmpty()) {
      out.append(",\"data\":").append(data);
    }
    return Frame.text(out.append('}').toString());
  }

  /** The same for older clients, who get the data itself, or the message if there is none. */
  public static Frame refusedLegacy(String namespace, String message, String data) {
    StringBuilder out = new StringBuilder("44").append(prefix(namespace));
    if (data.isEmpty()) {
      JsonText.quote(message, out);
    } else {
      out.append(data);
    }
    return Frame.text(out.toString());
  }

  public static Frame invalidNamespace(String namespace) {
    return refused(namespace, "Invalid namespace", "");
  }

  public static Frame disconnected(String namespace) {
    return Frame.text("41" + prefix(namespace));
  }

  /** An event; it wants an answer if there is an ack id. */
  public static Frame event(String namespace, Event event, long ackId, boolean droppable) {
    String id = ackId == Packet.NO_ACK ? "" : Long.toString(ackId);
    return packet('2', namespace, id, event.json(), event.attachments(), droppable);
  }

  /** The answer to an event. */
  public static Frame ack(String namespace, long ackId, Payload arguments) {
    return packet(
        '3', namespace, Long.toString(ackId), arguments.json(), arguments.attachments(), false);
  }

  private static Frame packet(
      char type,
      String namespace,
      String id,
      String json,
      List<byte[]> attachments,
      boolean droppable) {
    // With attachments an event is of type 5 and an ack of type 6.
    String head =
        attachments.isEmpty() ? "4" + type : "4" + (char) (type + 3) + attachments.size() + "-";
    return Frame.of(head + prefix(namespace) + id + json, attachments, droppable);
  }

  private static String prefix(String namespace) {
    return namespace.equals(Namespaces.MAIN) ? "" : namespace + ",";
  }
}
