package io.wsfleet.gateway.bus.redis;

/** The channels of a namespace under the prefix that Socket.IO servers use by default. */
record Channels(String namespace) {

  /** Broadcasts to no room or to several. */
  String broadcast() {
    return "socket.io#" + namespace + "#";
  }

  /** A broadcast to exactly one room has a channel of its own. */
  String room(String room) {
    return broadcast() + room + "#";
  }

  /** The room that a broadcast is for, as its channel says; empty if it does not. */
  String roomOf(String channel) {
    int start = broadcast().length();
    return channel.substring(start, Math.max(start, channel.length() - 1));
  }

  /** All broadcasts of the namespace, and some of those whose names go on with {@code #}. */
  Topic broadcasts() {
    // A namespace may have characters that mean something in a pattern.
    return new Topic(broadcast().replaceAll("([\\\\*?\\[])", "\\\\$1") + "*", true);
  }

  /** How many subscribe to it is how many answers a server waits for. */
  String request() {
    return "socket.io-request#" + namespace + "#";
  }

  String response() {
    return "socket.io-response#" + namespace + "#";
  }

  /** Answers for one member alone; some servers are told to use it. */
  String responseTo(String uid) {
    return response() + uid + "#";
  }

  /** What is subscribed to: a channel, or all whose names match a pattern. */
  record Topic(String name, boolean isPattern) {
    static Topic channel(String name) {
      return new Topic(name, false);
    }
  }
}
