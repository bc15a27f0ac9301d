package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done. The record comes first: only once it is written are the steps taken, in
 * their order, so that whoever goes on after a crash decides the same.
 *
 * @param record what is to be recorded; null only where there is nothing yet
 * @param message one sentence for people
 * @param rescheduleAfter when to look again though nothing tells to; null for not at all
 */
public record FailoverPlan(
    @Nullable RedisStatus record,
    List<FailoverStep> steps,
    String message,
    @Nullable Duration rescheduleAfter) {

  public FailoverPlan {
    steps = List.copyOf(steps);
  }

  /** Whether Redis has no master that serves, so that everything else must wait. */
  public boolean isUnderWay() {
    return record == null || record.phase() != RedisPhase.Serving;
  }
}
