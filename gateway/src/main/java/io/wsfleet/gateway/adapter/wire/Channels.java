package io.wsfleet.gateway.adapter.wire;

import io.wsfleet.gateway.bus.redis.Topic;

/** The names of a namespace's channels, with the default prefix of Socket.IO servers. */
public record Channels(String namespace) {

  /** For broadcasts to no room or to several. */
  public String broadcast() {
    return "socket.io#" + namespace + "#";
  }

  /** For broadcasts to exactly one room. */
  public String room(String room) {
    return broadcast() + room + "#";
  }

  /** The room in the name of a broadcast channel; empty without one. */
  public String roomOf(String channel) {
    int start = broadcast().length();
    return channel.substring(start, Math.max(start, channel.length() - 1));
  }

  /**
   * Matches all broadcasts of the namespace, and of namespaces whose name continues with {@code #}.
   */
  public Topic broadcastPattern() {
    // Escapes the characters that have a meaning in a pattern.
    return new Topic(broadcast().replaceAll("([\\\\*?\\[])", "\\\\$1") + "*", true);
  }

  /** For requests; a server waits for as many responses as the channel has subscribers. */
  public String request() {
    return "socket.io-request#" + namespace + "#";
  }

  public String response() {
    return "socket.io-response#" + namespace + "#";
  }

  /** For responses to one server alone, which servers can be configured to use. */
  public String responseTo(String serverId) {
    return response() + serverId + "#";
  }
}
