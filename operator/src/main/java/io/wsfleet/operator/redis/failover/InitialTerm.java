package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;

/** A first record, where there is none; its term is higher than any that a Redis knows of. */
record InitialTerm(FailoverObservation observation) {

  RedisStatus create(RedisNode master) {
    var reachable = master.reachable().orElseThrow();
    return new RedisStatus(
        1 + highestKnownTerm(),
        RedisPhase.Promoting,
        master.pod(),
        reachable.runId(),
        null,
        reachable.replicationId(),
        null,
        null,
        reachable.minInSyncReplicas(),
        observation.reachableNodes().stream()
            .filter(n -> n.isReplicaOf(master))
            .map(n -> new RedisMember(n.pod(), n.reachable().orElseThrow().runId()))
            .toList(),
        observation.now().toString(),
        null,
        0,
        null);
  }

  private long highestKnownTerm() {
    return observation.reachableNodes().stream()
        .flatMap(n -> n.reachable().stream())
        .mapToLong(a -> Math.max(a.term(), a.streamTip().term()))
        .max()
        .orElse(0);
  }
}
