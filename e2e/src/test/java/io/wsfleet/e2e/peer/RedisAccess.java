package io.wsfleet.e2e.peer;

import java.util.Map;

/** Where a fleet's Redis is reached from this machine, and its password. */
public record RedisAccess(String host, int port, String password) {

  Map<String, ?> access() {
    return Map.of("host", host, "port", port, "password", password);
  }

  @Override
  public String toString() {
    return "redis at " + host + ":" + port;
  }
}
