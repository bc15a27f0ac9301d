package io.wsfleet.local.kubelet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a container that ended waits: not at all the first time, then twice as long each time.
 * One that ran for a minute is thought to be well and begins anew. In a cluster the steps are
 * longer; here somebody sits and waits.
 */
record RestartBackoff(Duration pause) {
  static final RestartBackoff NONE = new RestartBackoff(Duration.ZERO);

  private static final Duration INITIAL = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final Duration RESET_AFTER = Duration.ofMinutes(1);

  /** After an end: {@code null} for the one before, if there was none. */
  static RestartBackoff after(@Nullable RestartBackoff before, Duration ran) {
    if (before == null || ran.compareTo(RESET_AFTER) >= 0) {
      return NONE;
    }
    if (before.pause.isZero()) {
      return new RestartBackoff(INITIAL);
    }
    Duration twice = before.pause.multipliedBy(2);
    return new RestartBackoff(twice.compareTo(MAX) > 0 ? MAX : twice);
  }
}
