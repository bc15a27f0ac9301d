package io.wsfleet.gateway.engineio.protocol;

/**
 * Why a connection was closed. The labels of the first group are those of Socket.IO servers; the
 * second group are limits of this gateway that Socket.IO servers do not have. The status is that of
 * the WebSocket close frame; 1005 is a frame without a status.
 */
public enum CloseReason {
  TRANSPORT_CLOSE("transport close", 1005, "the client closed the connection, or it broke"),
  TRANSPORT_ERROR(
      "transport error",
      1005,
      "a heartbeat in the wrong direction, a broken frame, or two polling requests at a time"),
  PING_TIMEOUT("ping timeout", 1005, "the client's heartbeat did not come in time"),
  PARSE_ERROR("parse error", 1005, "the client sent what the protocol does not allow"),
  CLIENT_DISCONNECT(
      "client namespace disconnect", 1005, "the client left a namespace; its connection stays"),
  SERVER_DISCONNECT("server namespace disconnect", 1005, "a server of the fleet disconnected it"),
  SHUTTING_DOWN("server shutting down", 1005, "the gateway ends"),
  RECOVERED("recovered elsewhere", 1005, "the client has come back by another connection"),
  RECOVERY_POSTPONED(
      "recovery postponed", 1005, "the client could not recover yet, and comes again to recover"),
  REFUSED("refused", 1008, "the application let a plain client into no namespace"),
  CONNECT_TIMEOUT("connect timeout", 1005, "the client joined no namespace in time"),
  MESSAGE_TOO_BIG("message too big", 1009, "a message larger than the payload limit"),
  MESSAGE_TOO_SLOW("message too slow", 1008, "a message in too many pieces, or never completed"),
  INVALID_TEXT("invalid text", 1007, "a text message that is not UTF-8"),
  TOO_MANY_UNFINISHED_HANDLERS(
      "too many unfinished", 1008, "the client sends faster than handlers finish"),
  SLOW_CLIENT("slow client", 1008, "the client did not read what was sent to it"),
  TOO_MANY_PACKETS("too many packets", 1008, "more packets a second than allowed"),
  TOO_MANY_BYTES("too many bytes", 1008, "more bytes a second than allowed"),
  TOO_MANY_NAMESPACES("too many namespaces", 1008, "more namespaces than a connection may join"),
  TOO_MANY_ROOMS("too many rooms", 1008, "more rooms than a socket may be in");

  private final String label;
  private final int status;
  private final String description;

  CloseReason(String label, int status, String description) {
    this.label = label;
    this.status = status;
    this.description = description;
  }

  /** The name in logs and metrics. */
  public String label() {
    return label;
  }

  /** The reason as Socket.IO servers name it, for handlers. */
  public String socketIoReason() {
    return switch (this) {
      case TRANSPORT_CLOSE,
          TRANSPORT_ERROR,
          PING_TIMEOUT,
          CLIENT_DISCONNECT,
          SERVER_DISCONNECT,
          SHUTTING_DOWN ->
          label;
      case MESSAGE_TOO_BIG, MESSAGE_TOO_SLOW, INVALID_TEXT -> "transport error";
      case RECOVERED, RECOVERY_POSTPONED, SLOW_CLIENT -> "transport close";
      default -> "forced close";
    };
  }

  /** The status code that the client sees. */
  public int status() {
    return status;
  }

  public String description() {
    return description;
  }

  /**
   * Whether a polling client gets the close packet: it is probably still there, has not misbehaved,
   * and need not come back.
   */
  public boolean isToldToPollingClients() {
    return switch (this) {
      case SERVER_DISCONNECT, CONNECT_TIMEOUT, TOO_MANY_ROOMS, TOO_MANY_UNFINISHED_HANDLERS -> true;
      default -> false;
    };
  }
}
