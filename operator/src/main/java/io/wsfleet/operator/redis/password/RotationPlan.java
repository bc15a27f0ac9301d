package io.wsfleet.operator.redis.password;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next record and steps of a rotation. The record is written before the steps are taken, so
 * that another operator decides the same after a crash.
 *
 * @param message one sentence for logs
 * @param rescheduleAfter when to plan again if nothing changes before; null for never
 */
public record RotationPlan(
    PasswordSet record,
    List<RotationStep> steps,
    String message,
    @Nullable Duration rescheduleAfter) {

  public RotationPlan {
    steps = List.copyOf(steps);
  }
}
