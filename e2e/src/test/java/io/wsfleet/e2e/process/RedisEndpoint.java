package io.wsfleet.e2e.process;

import io.wsfleet.testing.RedisProcess;
import java.util.Map;

/** Where a fleet's Redis is reached from this machine, and its password. */
public record RedisEndpoint(String host, int port, String password) {

  public static RedisEndpoint of(RedisProcess redis) {
    return new RedisEndpoint(redis.address(), redis.port(), RedisProcess.PASSWORD);
  }

  public Map<String, ?> toMap() {
    return Map.of("host", host, "port", port, "password", password);
  }

  @Override
  public String toString() {
    return "redis at " + host + ":" + port;
  }
}
