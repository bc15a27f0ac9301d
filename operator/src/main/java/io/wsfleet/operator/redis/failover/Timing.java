package io.wsfleet.operator.redis.failover;

import java.time.Duration;

/**
 * For how long things are borne.
 *
 * @param silence how long a master may be silent
 * @param refusal how long it may refuse to be connected to; its machine lives, so it is believed
 *     sooner
 * @param patience how long something else is waited for that may never come
 * @param holdDown for how long a new master is left alone after it had to be put in; doubles with
 *     each failover in a row
 */
public record Timing(Duration silence, Duration refusal, Duration patience, Duration holdDown) {

  public static final Timing STANDARD =
      new Timing(
          Duration.ofMillis(1000),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /** Failovers further apart than this are not in a row. */
  static final Duration ROW = Duration.ofMinutes(10);

  /** How soon to look again at what is on its way. */
  public static final Duration SOON = Duration.ofMillis(250);

  private static final int MOST_DOUBLINGS = 6;

  Duration holdDown(int failovers) {
    int doublings = Math.max(0, Math.min(failovers - 1, MOST_DOUBLINGS));
    return failovers == 0 ? Duration.ZERO : holdDown.multipliedBy(1L << doublings);
  }
}
