package io.wsfleet.operator.redis.password;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done. The record comes first: only once it is written are the steps taken, so that
 * whoever goes on after a crash decides the same.
 *
 * @param why one sentence for people
 * @param lookAgain when to look again though nothing tells to; null for not at all
 */
public record Plan(Accepted record, List<Step> steps, String why, @Nullable Duration lookAgain) {

  public Plan {
    steps = List.copyOf(steps);
  }
}
