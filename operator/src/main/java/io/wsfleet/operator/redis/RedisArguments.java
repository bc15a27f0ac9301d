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
 * How Redis is started. It is a bus and not a store: nothing is written to disk but for what the
 * resource asks to be kept, a replica is filled from memory, a peer that hangs is given up within
 * seconds, and a client that does not read is cut off before it eats the memory. Only options that
 * Redis 6.2 knows as well.
 *
 * <p>It begins as the replica of nobody: one that comes back empty is no master, and cannot wipe
 * out the replicas that still look for it there.
 *
 * @param fsync when what it has is brought to the disk; null for never
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
   * With TLS there is no other port. A client shows no certificate: the password says who it is,
   * and what was issued to a gateway for its name alone need not be fit to be shown by a client.
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

  /** Half of what the container may use; the other half is for buffers and a full resync. */
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
