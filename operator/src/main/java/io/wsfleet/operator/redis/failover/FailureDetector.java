package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether the master is lost. That it does not answer the operator is not enough: the
 * operator may be cut off. Its replicas, which receive something from it at least once a second,
 * are asked too.
 */
record FailureDetector(
    FailoverObservation observation, RedisStatus recorded, FailoverTimeouts timing) {

  /** A replica counts whole seconds and receives one ping in each, so 2 means a silence. */
  private static final long STALE_IO_SECONDS = 2;

  /** Why it is lost, as a sentence; empty if it is not. */
  Optional<String> failure() {
    var pod = String.valueOf(recorded.master());
    var redisNode = observation.node(pod).orElse(null);
    if (redisNode == null) {
      return Optional.of("Pod %s is gone.".formatted(pod));
    }
    if (redisNode.state() instanceof RedisState.Reachable reachable) {
      return checkReachable(pod, reachable);
    }
    if (redisNode.state() instanceof RedisState.Unreachable unreachable) {
      return checkUnreachable(pod, unreachable);
    }
    return Optional.of("Pod %s no longer has a Redis.".formatted(pod));
  }

  private Optional<String> checkReachable(String pod, RedisState.Reachable reachable) {
    if (!reachable.runId().equals(recorded.runId())) {
      return Optional.of("The Redis of %s was restarted.".formatted(pod));
    }
    return reachable.isMaster()
        ? Optional.empty()
        : Optional.of("The Redis of %s was made a replica.".formatted(pod));
  }

  private Optional<String> checkUnreachable(String pod, RedisState.Unreachable unreachable) {
    var connectedReplica = replicas().stream().filter(r -> hasRecentIo(r, unreachable)).findFirst();
    if (connectedReplica.isPresent() || replicas().isEmpty()) {
      return Optional.empty();
    }
    var unreachableFor = Duration.between(unreachable.since(), observation.now());
    var timeout =
        unreachable.connectionRefused()
            ? timing.connectionRefusedTimeout()
            : timing.unreachableTimeout();
    return unreachableFor.compareTo(timeout) < 0
        ? Optional.empty()
        : Optional.of(
            "The Redis of %s has %s for %d ms, and no replica receives anything from it."
                .formatted(
                    pod,
                    unreachable.connectionRefused() ? "refused connections" : "not answered",
                    unreachableFor.toMillis()));
  }

  private List<RedisState.Replica> replicas() {
    return observation.reachableNodes().stream()
        .filter(n -> !recorded.isMaster(n.pod()))
        .flatMap(n -> n.reachable().stream())
        .map(RedisState.Reachable::role)
        .filter(RedisState.Replica.class::isInstance)
        .map(RedisState.Replica.class::cast)
        .toList();
  }

  /**
   * If connections are refused, the time does not matter: the connection of a replica has ended
   * too.
   */
  private static boolean hasRecentIo(
      RedisState.Replica replica, RedisState.Unreachable unreachable) {
    return replica.linkUp()
        && (unreachable.connectionRefused() || replica.lastIoSeconds() < STALE_IO_SECONDS);
  }
}
