package io.wsfleet.operator.redis.controller;

import io.wsfleet.operator.redis.client.RedisAccess;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The passwords and certificates that were last read for the Redis of each WebSocketCluster. With
 * them a failover begins without a request for a Secret. Thread-safe.
 */
final class RedisAccessCache {

  private final Map<String, RedisAccess> accesses = new ConcurrentHashMap<>();

  /** Empty until the Secrets of this cluster have been read for the first time. */
  Optional<RedisAccess> find(String cluster) {
    return Optional.ofNullable(accesses.get(cluster));
  }

  void update(String cluster, RedisAccess access) {
    accesses.put(cluster, access);
  }

  void forget(String cluster) {
    accesses.remove(cluster);
  }
}
