package io.wsfleet.local.kubelet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The delay before a container is restarted: none the first time, then doubled each time. It is
 * reset after a run of one minute. A cluster has longer delays; here a user waits for it.
 */
record RestartBackoff(Duration pause) {
  static final RestartBackoff NONE = new RestartBackoff(Duration.ZERO);

  private static final Duration INITIAL = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final Duration RESET_AFTER = Duration.ofMinutes(1);

  /** The backoff after an exit; {@code before} is {@code null} for the first one. */
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
