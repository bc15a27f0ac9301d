package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.Quantity;
import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.spec.RedisSpec;
import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.operator.tls.TlsSecret;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of Redis. Redis is a bus and not a store: it writes to disk only what the
 * resource asks for, fills a replica from memory, disconnects a peer that hangs within seconds, and
 * a client that does not read before it fills the memory. Only options of Redis 6.2 and newer.
 *
 * <p>It starts as a replica of nobody: a Redis that comes back empty is no master, and cannot wipe
 * the replicas that still follow its address.
 *
 * @param fsync when Redis writes to disk; null for never
 */
record RedisArguments(RedisSpec redis, @Nullable Fsync fsync, boolean hasTls) {

  List<String> toList() {
    return Stream.of(
            List.of(RedisSecret.MOUNT_PATH + "/" + RedisSecret.REDIS_CONF),
            port(),
            List.of("--dir", "/data"),
            List.of("--save", ""),
            appendOnly(),
            List.of("--tcp-keepalive", "5"),
            List.of("--repl-diskless-sync", "yes"),
            List.of("--repl-diskless-sync-delay", "0"),
            List.of("--repl-diskless-load", "swapdb"),
            List.of("--repl-backlog-size", "16mb"),
            List.of("--repl-backlog-ttl", "0"),
            List.of("--repl-ping-replica-period", "1"),
            List.of("--repl-timeout", "5"),
            List.of("--client-output-buffer-limit", "normal", "16mb", "8mb", "10"),
            List.of("--client-output-buffer-limit", "replica", "64mb", "32mb", "30"),
            List.of("--client-output-buffer-limit", "pubsub", "32mb", "8mb", "10"),
            List.of("--replicaof", RedisState.Replica.NO_MASTER, "1"),
            maximumMemory())
        .flatMap(List::stream)
        .toList();
  }

  private List<String> appendOnly() {
    if (fsync == null) {
      return List.of("--appendonly", "no");
    }
    var when =
        switch (fsync) {
          case Always -> "always";
          case EverySecond -> "everysec";
        };
    return List.of("--appendonly", "yes", "--appendfsync", when);
  }

  /**
   * With TLS there is no plain port. Clients need no certificate: they authenticate by password,
   * and a certificate for the name of a server may not be valid for a client.
   */
  private List<String> port() {
    var port = String.valueOf(RedisResources.PORT);
    if (!hasTls) {
      return List.of("--port", port);
    }
    return Stream.of(
            List.of("--port", "0", "--tls-port", port),
            List.of("--tls-cert-file", TlsSecret.MOUNT_PATH + "/" + TlsSecret.CERTIFICATE),
            List.of("--tls-key-file", TlsSecret.MOUNT_PATH + "/" + TlsSecret.KEY),
            List.of("--tls-ca-cert-file", TlsSecret.MOUNT_PATH + "/" + TlsSecret.CA_BUNDLE),
            List.of("--tls-replication", "yes"),
            List.of("--tls-auth-clients", "no"))
        .flatMap(List::stream)
        .toList();
  }

  /** Half of the memory limit; the other half is for buffers and a full resync. */
  private List<String> maximumMemory() {
    Quantity limit = redis.resources().getLimits().get("memory");
    if (limit == null) {
      return List.of();
    }
    var half = Quantity.getAmountInBytes(limit).divide(BigDecimal.valueOf(2), RoundingMode.DOWN);
    return List.of(
        "--maxmemory", half.toBigInteger().toString(), "--maxmemory-policy", "noeviction");
  }
}
