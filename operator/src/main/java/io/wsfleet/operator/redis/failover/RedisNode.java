package io.wsfleet.operator.redis.failover;

import java.util.Optional;

/**
 * A Redis pod as Kubernetes lists it, with the state of its Redis.
 *
 * @param address empty as long as it has none
 * @param preferred whether it belongs to the master Deployment, where the role should be
 * @param terminating whether it is being deleted or evicted
 * @param outdated whether it has another template than the spec asks for
 */
public record RedisNode(
    String pod,
    String address,
    boolean preferred,
    boolean terminating,
    boolean outdated,
    PodRole podRole,
    RedisState state) {

  Optional<RedisState.Reachable> reachable() {
    return state instanceof RedisState.Reachable reachable
        ? Optional.of(reachable)
        : Optional.empty();
  }

  boolean isMaster() {
    return reachable().filter(RedisState.Reachable::isMaster).isPresent();
  }

  boolean isDetached() {
    return reachable().filter(RedisState.Reachable::isDetached).isPresent();
  }

  boolean isReplicaOf(RedisNode master) {
    return reachable().filter(a -> a.isReplicaOf(master.address())).isPresent();
  }

  /** Whether the same Redis still runs in it, with its data. */
  boolean hasRunId(String runId) {
    return reachable().filter(a -> a.runId().equals(runId)).isPresent();
  }
}
