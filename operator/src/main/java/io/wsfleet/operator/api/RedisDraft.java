package io.wsfleet.operator.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A copy of what is recorded of Redis that is being changed. */
final class RedisDraft {
  long term;
  RedisPhase phase;
  @Nullable String master;
  @Nullable String runId;
  @Nullable String from;
  @Nullable String history;
  @Nullable Long chosenAt;
  List<RedisHistory> formerHistories;
  int acknowledgedBy;
  List<RedisMember> members;
  String since;
  @Nullable String failedOverAt;
  int failovers;
  @Nullable String lost;
  @Nullable Fsync kept;

  RedisDraft(RedisStatus was) {
    term = was.term();
    phase = was.phase();
    master = was.master();
    runId = was.runId();
    from = was.from();
    history = was.history();
    chosenAt = was.chosenAt();
    formerHistories = was.formerHistories();
    acknowledgedBy = was.acknowledgedBy();
    members = was.members();
    since = was.since();
    failedOverAt = was.failedOverAt();
    failovers = was.failovers();
    lost = was.lost();
    kept = was.kept();
  }

  RedisDraft begin(RedisPhase next, Instant now) {
    phase = next;
    since = now.toString();
    return this;
  }

  RedisDraft master(RedisMember next) {
    master = next.pod();
    runId = next.runId();
    return this;
  }

  RedisDraft members(List<RedisMember> these) {
    members = these;
    return this;
  }

  RedisStatus done() {
    return new RedisStatus(
        term,
        phase,
        master,
        runId,
        from,
        history,
        chosenAt,
        formerHistories,
        acknowledgedBy,
        members,
        since,
        failedOverAt,
        failovers,
        lost,
        kept);
  }
}
