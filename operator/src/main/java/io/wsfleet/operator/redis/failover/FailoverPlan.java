package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next record and steps of a failover. The record is written before the steps are taken, in
 * their order, so that another operator decides the same after a crash.
 *
 * @param record null only if there is none yet
 * @param message one sentence for logs and conditions
 * @param rescheduleAfter when to plan again if nothing changes before; null for never
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
