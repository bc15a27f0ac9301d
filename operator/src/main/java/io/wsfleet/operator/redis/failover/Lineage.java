package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisHistory;
import io.wsfleet.operator.api.RedisStatus;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a Redis has what the last master had. A replication id names a history, and each
 * promotion begins another that continues it; so one that has not followed since may have a former
 * one still, and one that was promoted before that was recorded has one that nobody knows yet.
 */
record Lineage(RedisStatus recorded) {

  /** Offsets that can be compared; none where it has something else, or was never part of it. */
  OptionalLong reach(Node node) {
    var answer = node.answer().filter(this::takesPart);
    if (answer.isEmpty()) {
      return OptionalLong.empty();
    }
    long offset = answer.get().offset();
    return until(answer.get().history())
        .or(() -> until(answer.get().formerHistory()))
        .map(until -> OptionalLong.of(Math.min(offset, until)))
        .orElse(OptionalLong.empty());
  }

  private boolean takesPart(Said.Answer answer) {
    return answer.runId().equals(recorded.runId())
        || recorded.members().stream().anyMatch(m -> m.runId().equals(answer.runId()));
  }

  /** What goes beyond it is not the same any more. */
  private Optional<Long> until(String history) {
    return history.equals(recorded.history())
        ? Optional.of(Long.MAX_VALUE)
        : recorded.formerHistories().stream()
            .filter(h -> h.id().equals(history))
            .map(RedisHistory::until)
            .findFirst();
  }
}
