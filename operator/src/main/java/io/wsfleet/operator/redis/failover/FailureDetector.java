package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether the master is lost. Its own silence is not enough: it may be the operator that is cut
 * off. Its replicas are asked too, who hear it at least once a second.
 */
record FailureDetector(
    FailoverObservation observation, RedisStatus recorded, FailoverTimeouts timing) {

  /** From two on it means something: a replica counts whole seconds, and hears one ping in each. */
  private static final long STALE_IO_SECONDS = 2;

  /** Why it is lost, in a sentence. */
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
    return Optional.of("Pod %s has no Redis any more.".formatted(pod));
  }

  private Optional<String> checkReachable(String pod, RedisState.Reachable reachable) {
    if (!reachable.runId().equals(recorded.runId())) {
      return Optional.of("The Redis of %s has started anew.".formatted(pod));
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
            "The Redis of %s has %s for %d ms, and no replica hears it."
                .formatted(
                    pod,
                    unreachable.connectionRefused() ? "refused to be connected to" : "not answered",
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

  /** One whose machine refuses cannot be heard: the connection of a replica has ended with it. */
  private static boolean hasRecentIo(
      RedisState.Replica replica, RedisState.Unreachable unreachable) {
    return replica.linkUp()
        && (unreachable.connectionRefused() || replica.lastIoSeconds() < STALE_IO_SECONDS);
  }
}
