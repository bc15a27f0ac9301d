package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.FormerReplicationId;
import io.wsfleet.operator.api.status.RedisStatus;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a Redis has what the last master had. A replication id names a history, and each
 * promotion begins another that continues it; so one that has not followed since may have a former
 * one still, and one that was promoted before that was recorded has one that nobody knows yet.
 */
record ReplicationHistory(RedisStatus recorded) {

  /** Offsets that can be compared; none where it has something else, or was never part of it. */
  OptionalLong comparableOffset(RedisNode redisNode) {
    var reachable = redisNode.reachable().filter(this::isMember);
    if (reachable.isEmpty()) {
      return OptionalLong.empty();
    }
    long offset = reachable.get().offset();
    return validUntil(reachable.get().replicationId())
        .or(() -> validUntil(reachable.get().secondaryReplicationId()))
        .map(until -> OptionalLong.of(Math.min(offset, until)))
        .orElse(OptionalLong.empty());
  }

  private boolean isMember(RedisState.Reachable reachable) {
    return reachable.runId().equals(recorded.runId())
        || recorded.members().stream().anyMatch(m -> m.runId().equals(reachable.runId()));
  }

  /** What goes beyond it is not the same any more. */
  private Optional<Long> validUntil(String replicationId) {
    return replicationId.equals(recorded.history())
        ? Optional.of(Long.MAX_VALUE)
        : recorded.formerHistories().stream()
            .filter(h -> h.id().equals(replicationId))
            .map(FormerReplicationId::until)
            .findFirst();
  }
}
