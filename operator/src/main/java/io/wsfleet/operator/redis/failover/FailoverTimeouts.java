package io.wsfleet.operator.redis.failover;

import java.time.Duration;

/**
 * The time limits of a failover.
 *
 * @param unreachableTimeout after which a master that does not answer is lost
 * @param connectionRefusedTimeout after which a master that refuses connections is lost; shorter,
 *     since its machine answers
 * @param waitTimeout the limit for waiting for anything that may never come
 * @param failbackDelay the time for which a new master stays after a failover; doubles with each
 *     failover in a row
 */
public record FailoverTimeouts(
    Duration unreachableTimeout,
    Duration connectionRefusedTimeout,
    Duration waitTimeout,
    Duration failbackDelay) {

  public static final FailoverTimeouts DEFAULT =
      new FailoverTimeouts(
          Duration.ofMillis(1000),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /** Failovers with a longer time between them are not in a row. */
  static final Duration CONSECUTIVE_FAILOVER_WINDOW = Duration.ofMinutes(10);

  /** When to plan again while something is in progress. */
  public static final Duration RECHECK_DELAY = Duration.ofMillis(250);

  private static final int MAX_DOUBLINGS = 6;

  Duration failbackDelay(int failovers) {
    int doublings = Math.max(0, Math.min(failovers - 1, MAX_DOUBLINGS));
    return failovers == 0 ? Duration.ZERO : failbackDelay.multipliedBy(1L << doublings);
  }
}
