package io.wsfleet.operator.redis.client;

import java.util.List;

/** A command to Redis: its name and arguments. */
record RedisCommand(List<String> arguments) {

  static final RedisCommand ROLE = of("ROLE");
  static final RedisCommand KILL_CLIENTS = of("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  static final RedisCommand KILL_SUBSCRIBERS =
      of("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes");

  static RedisCommand of(String... arguments) {
    return new RedisCommand(List.of(arguments));
  }

  static RedisCommand replicaOf(String address, int port) {
    return of("REPLICAOF", address, String.valueOf(port));
  }

  /** For logs: without scripts, and without anything that may be a password. */
  @Override
  public String toString() {
    return switch (arguments.get(0)) {
      case "EVAL" -> "EVAL";
      case "ACL", "CONFIG" -> arguments.get(0) + " " + arguments.get(1);
      default -> String.join(" ", arguments);
    };
  }
}
