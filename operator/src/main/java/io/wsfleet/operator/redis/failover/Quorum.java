package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the Redis that may have acknowledged messages, for an election.
 *
 * @param available detached, with their data
 * @param lost known to have no data: their pod is gone, or their Redis was restarted
 * @param unreachable neither: they may have data, or even still accept writes
 * @param required so many together have every acknowledged message
 * @param formerMaster whether the last master itself is detached, which has everything
 */
record Quorum(
    int available, int lost, List<String> unreachable, int required, boolean formerMaster) {

  static Quorum of(FailoverObservation observation, RedisStatus recorded) {
    var replicationHistory = new ReplicationHistory(recorded);
    int available = 0;
    int lost = 0;
    var unreachable = new java.util.ArrayList<String>();
    for (RedisMember member : recorded.members()) {
      var redisNode = observation.node(member.pod()).orElse(null);
      if (isLost(member, observation)) {
        lost++;
      } else if (redisNode == null || redisNode.reachable().isEmpty()) {
        unreachable.add(member.pod());
      } else if (replicationHistory.comparableOffset(redisNode).isPresent()) {
        available++;
      }
      // Otherwise it was still loading: it cannot have acknowledged anything.
    }
    int all = available + lost + unreachable.size();
    var former = observation.node(String.valueOf(recorded.master()));
    return new Quorum(
        available,
        lost,
        unreachable,
        Math.max(0, Math.min(all, all - recorded.minInSyncReplicas() + 1)),
        former
            .filter(
                n ->
                    n.hasRunId(String.valueOf(recorded.runId()))
                        && replicationHistory.comparableOffset(n).isPresent())
            .isPresent());
  }

  /** Its pod is gone, or its Redis was restarted: its data is lost. */
  static boolean isLost(RedisMember member, FailoverObservation observation) {
    var node = observation.node(member.pod());
    return node.isEmpty()
        || node.get().reachable().filter(a -> !a.runId().equals(member.runId())).isPresent();
  }

  boolean mustWait() {
    return !isReached() && !unreachable.isEmpty();
  }

  private boolean isReached() {
    return formerMaster || available >= required;
  }

  String waitMessage() {
    return "Waiting for Redis of %s: %d of the Redis that may have acknowledged messages are available, and %d are required; if its machine will not come back, delete the pod."
        .formatted(String.join(", ", unreachable), available, required);
  }

  @Nullable String possibleDataLoss(Instant now) {
    return isReached()
        ? null
        : "%s: the master and %d of %d replicas were lost at the same time, so messages that only these had acknowledged may be lost."
            .formatted(now, lost, available + lost);
  }
}
