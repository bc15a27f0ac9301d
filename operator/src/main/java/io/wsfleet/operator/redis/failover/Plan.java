package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done. The record comes first: only once it is written are the steps taken, in
 * their order, so that whoever goes on after a crash decides the same.
 *
 * @param record what is to be recorded; null only where there is nothing yet
 * @param why one sentence for people
 * @param lookAgain when to look again though nothing tells to; null for not at all
 */
public record Plan(
    @Nullable RedisStatus record, List<Step> steps, String why, @Nullable Duration lookAgain) {

  public Plan {
    steps = List.copyOf(steps);
  }
}
