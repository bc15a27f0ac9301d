package io.wsfleet.local.kubelet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a container that ended waits: not at all the first time, then twice as long each time.
 * One that ran for a minute is thought to be well and begins anew. In a cluster the steps are
 * longer; here somebody sits and waits.
 */
record Backoff(Duration pause) {
  static final Backoff NONE = new Backoff(Duration.ZERO);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration WELL = Duration.ofMinutes(1);

  /** After an end: {@code null} for the one before, if there was none. */
  static Backoff after(@Nullable Backoff before, Duration ran) {
    if (before == null || ran.compareTo(WELL) >= 0) {
      return NONE;
    }
    if (before.pause.isZero()) {
      return new Backoff(FIRST);
    }
    Duration twice = before.pause.multipliedBy(2);
    return new Backoff(twice.compareTo(LONGEST) > 0 ? LONGEST : twice);
  }
}
