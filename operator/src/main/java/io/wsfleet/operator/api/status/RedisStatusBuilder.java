package io.wsfleet.operator.api.status;

import io.wsfleet.operator.api.spec.Fsync;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A copy of what is recorded of Redis that is being changed. */
final class RedisStatusBuilder {
  long term;
  RedisPhase phase;
  @Nullable String master;
  @Nullable String runId;
  @Nullable String handoverFrom;
  @Nullable String history;
  @Nullable Long promotedAtOffset;
  List<FormerReplicationId> formerHistories;
  int minInSyncReplicas;
  List<RedisMember> members;
  String since;
  @Nullable String failedOverAt;
  int failovers;
  @Nullable String dataLoss;
  @Nullable Fsync durability;

  RedisStatusBuilder(RedisStatus status) {
    term = status.term();
    phase = status.phase();
    master = status.master();
    runId = status.runId();
    handoverFrom = status.handoverFrom();
    history = status.history();
    promotedAtOffset = status.promotedAtOffset();
    formerHistories = status.formerHistories();
    minInSyncReplicas = status.minInSyncReplicas();
    members = status.members();
    since = status.since();
    failedOverAt = status.failedOverAt();
    failovers = status.failovers();
    dataLoss = status.dataLoss();
    durability = status.durability();
  }

  RedisStatusBuilder phase(RedisPhase next, Instant now) {
    phase = next;
    since = now.toString();
    return this;
  }

  RedisStatusBuilder master(RedisMember next) {
    master = next.pod();
    runId = next.runId();
    return this;
  }

  RedisStatusBuilder members(List<RedisMember> these) {
    members = these;
    return this;
  }

  RedisStatus build() {
    return new RedisStatus(
        term,
        phase,
        master,
        runId,
        handoverFrom,
        history,
        promotedAtOffset,
        formerHistories,
        minInSyncReplicas,
        members,
        since,
        failedOverAt,
        failovers,
        dataLoss,
        durability);
  }
}
