package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;

/** A first record, where there is none; its term is higher than any that a Redis knows of. */
record Fresh(Observation seen) {

  RedisStatus term(Node master) {
    var answer = master.answer().orElseThrow();
    return new RedisStatus(
        1 + highest(),
        RedisPhase.Promoting,
        master.pod(),
        answer.runId(),
        null,
        answer.history(),
        null,
        null,
        answer.acknowledgedBy(),
        seen.answering().stream()
            .filter(n -> n.follows(master))
            .map(n -> new RedisMember(n.pod(), n.answer().orElseThrow().runId()))
            .toList(),
        seen.now().toString(),
        null,
        0,
        null);
  }

  private long highest() {
    return seen.answering().stream()
        .flatMap(n -> n.answer().stream())
        .mapToLong(a -> Math.max(a.term(), a.newest().term()))
        .max()
        .orElse(0);
  }
}
