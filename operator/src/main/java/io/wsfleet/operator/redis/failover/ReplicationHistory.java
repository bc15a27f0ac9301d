package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.FormerReplicationId;
import io.wsfleet.operator.api.status.RedisStatus;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares the data of one Redis with that of the last master. A replication id names a history,
 * and each promotion begins another one that continues it. So a Redis that has not followed since
 * may have a former id, and one that was promoted before that was recorded has an id that is not in
 * the record.
 */
record ReplicationHistory(RedisStatus recorded) {

  /**
   * An offset that can be compared; empty if the Redis has another history, or was never a member.
   */
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

  /** Beyond it the history has other data. */
  private Optional<Long> validUntil(String replicationId) {
    return replicationId.equals(recorded.history())
        ? Optional.of(Long.MAX_VALUE)
        : recorded.formerHistories().stream()
            .filter(h -> h.id().equals(replicationId))
            .map(FormerReplicationId::until)
            .findFirst();
  }
}
