package io.wsfleet.gateway.net.websocket.frames;

/** The status codes of a close frame that this gateway uses, as in RFC 6455, section 7.4.1. */
public enum CloseCode {
  NORMAL_CLOSURE(1000),
  PROTOCOL_ERROR(1002),
  /** Stands for a close frame without a status code and is never sent. */
  NO_STATUS(1005),
  INVALID_PAYLOAD_DATA(1007),
  POLICY_VIOLATION(1008),
  MESSAGE_TOO_BIG(1009);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
