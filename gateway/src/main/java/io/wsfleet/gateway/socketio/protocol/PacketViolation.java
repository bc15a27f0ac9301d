package io.wsfleet.gateway.socketio.protocol;

/**
 * Why a packet must not be sent: Socket.IO clients close the connection when they receive it, and
 * with recovery they would receive it again after each reconnect.
 */
public enum PacketViolation {
  RESERVED_EVENT(
      "reserved event",
      "Socket.IO reserves this event name, and clients close the connection at it; choose another"
          + " name"),
  TOO_MANY_ATTACHMENTS(
      "too many attachments",
      "an event can have at most "
          + PacketValidator.MAX_ATTACHMENTS
          + " binary attachments, since clients close the connection at more; send fewer, or join"
          + " them"),
  UNKNOWN_ATTACHMENT(
      "unknown attachment",
      "a placeholder of binary data names an attachment that the event does not have, and clients"
          + " close the connection at it; number the attachments from 0"),
  RESERVED_SERVER_EVENT(
      "reserved server event",
      "Node servers of Socket.IO reserve this event name, and their own listeners would run; choose"
          + " another name");

  private final String label;
  private final String sentence;

  PacketViolation(String label, String sentence) {
    this.label = label;
    this.sentence = sentence;
  }

  /** The label of the metric. */
  public String label() {
    return label;
  }

  /** What is wrong, and what to do instead. */
  public String sentence() {
    return sentence;
  }
}
