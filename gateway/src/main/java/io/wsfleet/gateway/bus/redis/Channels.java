package io.wsfleet.gateway.bus.redis;

/** The channels of the main namespace under the prefix that Socket.IO servers use by default. */
final class Channels {
  static final String BROADCAST = "socket.io#/#";
  static final String BROADCAST_PATTERN = BROADCAST + "*";
  static final String REQUEST = "socket.io-request#/#";
  static final String RESPONSE = "socket.io-response#/#";

  private Channels() {}

  /** A broadcast to exactly one room has a channel of its own. */
  static String room(String room) {
    return BROADCAST + room + "#";
  }
}
