package io.wsfleet.gateway.engineio.server;

/**
 * Why a request is refused, with the codes and messages of Engine.IO.
 *
 * <p>The last three are errors of this gateway only; they have a code that clients know.
 */
public enum ConnectionError {
  UNKNOWN_TRANSPORT(0, "Transport unknown", 400),
  UNKNOWN_SID(1, "Session ID unknown", 400),
  BAD_HANDSHAKE_METHOD(2, "Bad handshake method", 400),
  BAD_REQUEST(3, "Bad request", 400),
  UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version", 400),
  TOO_MANY_CONNECTIONS(4, "Too many connections", 503),
  TOO_MANY_FROM_ADDRESS(4, "Too many connections from one address", 429),
  SHUTTING_DOWN(4, "Server shutting down", 503);

  private final int code;
  private final String message;
  private final int status;

  ConnectionError(int code, String message, int status) {
    this.code = code;
    this.message = message;
    this.status = status;
  }

  public int code() {
    return code;
  }

  public String message() {
    return message;
  }

  /** The status of the HTTP response. */
  public int status() {
    return status;
  }

  public String json() {
    return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
  }
}
