package io.wsfleet.operator.redis.servers;

import java.util.List;

/** One command to Redis, word by word. */
record Command(List<String> words) {

  static final Command ROLE = of("ROLE");
  static final Command KILL_CLIENTS = of("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  static final Command KILL_SUBSCRIBERS = of("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes");

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  static Command replicaOf(String address, int port) {
    return of("REPLICAOF", address, String.valueOf(port));
  }

  /** For people: without scripts, and without what may be a password. */
  @Override
  public String toString() {
    return switch (words.get(0)) {
      case "EVAL" -> "EVAL";
      case "ACL", "CONFIG" -> words.get(0) + " " + words.get(1);
      default -> String.join(" ", words);
    };
  }
}
