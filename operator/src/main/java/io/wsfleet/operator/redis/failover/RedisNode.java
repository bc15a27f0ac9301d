package io.wsfleet.operator.redis.failover;

import java.util.Optional;

/**
 * A Redis pod as Kubernetes lists it, and what its Redis says.
 *
 * @param address empty as long as it has none
 * @param preferred whether it is of the master's Deployment, where the role belongs
 * @param terminating whether it is being deleted or evicted
 * @param outdated whether it is to be replaced by a pod of another template
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

  /** Whether the same Redis still runs in it, with what it had. */
  boolean hasRunId(String runId) {
    return reachable().filter(a -> a.runId().equals(runId)).isPresent();
  }
}
