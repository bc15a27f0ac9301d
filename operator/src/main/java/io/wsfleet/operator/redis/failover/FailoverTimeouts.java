package io.wsfleet.operator.redis.failover;

import java.time.Duration;

/**
 * For how long things are borne.
 *
 * @param unreachableTimeout how long a master may be silent
 * @param connectionRefusedTimeout how long it may refuse to be connected to; its machine lives, so
 *     it is believed sooner
 * @param waitTimeout how long something else is waited for that may never come
 * @param failbackDelay for how long a new master is left alone after it had to be put in; doubles
 *     with each failover in a row
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

  /** Failovers further apart than this are not in a row. */
  static final Duration CONSECUTIVE_FAILOVER_WINDOW = Duration.ofMinutes(10);

  /** How soon to look again at what is on its way. */
  public static final Duration RECHECK_DELAY = Duration.ofMillis(250);

  private static final int MAX_DOUBLINGS = 6;

  Duration failbackDelay(int failovers) {
    int doublings = Math.max(0, Math.min(failovers - 1, MAX_DOUBLINGS));
    return failovers == 0 ? Duration.ZERO : failbackDelay.multipliedBy(1L << doublings);
  }
}
