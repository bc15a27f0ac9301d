package io.wsfleet.operator.status;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of an observation, and what its age rules need.
 *
 * @param now when the fleet was observed
 * @param since when this operator began to observe fleets: it cannot know earlier heartbeats
 * @param progressDeadline how long a pod may take to become ready
 */
public record ObservationTime(Instant now, Instant since, Duration progressDeadline) {

  /** Whether that much time has passed since then. */
  boolean isPast(Instant begin, Duration duration) {
    return !begin.plus(duration).isAfter(now);
  }
}
