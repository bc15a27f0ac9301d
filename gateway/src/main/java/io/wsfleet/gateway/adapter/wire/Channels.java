package io.wsfleet.gateway.adapter.wire;

import io.wsfleet.gateway.bus.redis.Topic;

/** The channels of a namespace under the prefix that Socket.IO servers use by default. */
public record Channels(String namespace) {

  /** Broadcasts to no room or to several. */
  public String broadcast() {
    return "socket.io#" + namespace + "#";
  }

  /** A broadcast to exactly one room has a channel of its own. */
  public String room(String room) {
    return broadcast() + room + "#";
  }

  /** The room that a broadcast is for, as its channel says; empty if it does not. */
  public String roomOf(String channel) {
    int start = broadcast().length();
    return channel.substring(start, Math.max(start, channel.length() - 1));
  }

  /** All broadcasts of the namespace, and some of those whose names go on with {@code #}. */
  public Topic broadcastPattern() {
    // A namespace may have characters that mean something in a pattern.
    return new Topic(broadcast().replaceAll("([\\\\*?\\[])", "\\\\$1") + "*", true);
  }

  /** How many subscribe to it is how many answers a server waits for. */
  public String request() {
    return "socket.io-request#" + namespace + "#";
  }

  public String response() {
    return "socket.io-response#" + namespace + "#";
  }

  /** Answers for one member alone; some servers are told to use it. */
  public String responseTo(String serverId) {
    return response() + serverId + "#";
  }
}
