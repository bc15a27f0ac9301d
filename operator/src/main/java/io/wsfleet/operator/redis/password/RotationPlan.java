package io.wsfleet.operator.redis.password;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done. The record comes first: only once it is written are the steps taken, so that
 * whoever goes on after a crash decides the same.
 *
 * @param message one sentence for people
 * @param rescheduleAfter when to look again though nothing tells to; null for not at all
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
