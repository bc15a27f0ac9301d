package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;

/** Creates the first record; its term is higher than any that a Redis has. */
record InitialTerm(FailoverObservation observation) {

  RedisStatus create(RedisNode master) {
    var reachable = master.reachable().orElseThrow();
    return RedisStatus.builder()
        .term(1 + highestKnownTerm())
        .phase(RedisPhase.Promoting, observation.now())
        .master(new RedisMember(master.pod(), reachable.runId()))
        .history(reachable.replicationId())
        .minInSyncReplicas(reachable.minInSyncReplicas())
        .members(
            observation.reachableNodes().stream()
                .filter(n -> n.isReplicaOf(master))
                .map(n -> new RedisMember(n.pod(), n.reachable().orElseThrow().runId()))
                .toList())
        .build();
  }

  private long highestKnownTerm() {
    return observation.reachableNodes().stream()
        .flatMap(n -> n.reachable().stream())
        .mapToLong(a -> Math.max(a.term(), a.streamTip().term()))
        .max()
        .orElse(0);
  }
}
