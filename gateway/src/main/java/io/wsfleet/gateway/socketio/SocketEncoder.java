package io.wsfleet.gateway.socketio;

/** Writes packets, each led by the 4 that makes it a message of the protocol below. */
public final class SocketEncoder {
  private SocketEncoder() {}

  /** The answer to a client that joined the main namespace; older clients are told no id. */
  public static Frame connected(String socketId) {
    return Frame.text("40{\"sid\":\"" + socketId + "\"}");
  }

  public static Frame connectedLegacy() {
    return Frame.text("40");
  }

  public static Frame invalidNamespace(String namespace) {
    return Frame.text("44" + namespace + ",{\"message\":\"Invalid namespace\"}");
  }

  public static Frame disconnected() {
    return Frame.text("41");
  }

  /** An event of the main namespace; {@code droppable} when it may be lost on the way. */
  public static Frame event(Event event, boolean droppable) {
    return event(event, Packet.NO_ACK, droppable);
  }

  /** An event of the main namespace that wants an answer. */
  public static Frame event(Event event, long ackId, boolean droppable) {
    int attachments = event.attachments().size();
    String head = attachments == 0 ? "42" : "45" + attachments + "-";
    String id = ackId == Packet.NO_ACK ? "" : Long.toString(ackId);
    return Frame.of(head + id + event.json(), event.attachments(), droppable);
  }

  /** The answer to an event of the main namespace. */
  public static Frame ack(long ackId, String arguments) {
    return Frame.text("43" + ackId + arguments);
  }
}
