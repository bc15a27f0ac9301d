package io.wsfleet.operator.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The number of connections as the status reports it. It changes all the time; it is written when
 * it has changed by a tenth, and otherwise at most once a minute.
 *
 * @param count null, and not 0, if it is not known
 * @param at when the number was taken; null without a number
 */
record ReportedConnections(@Nullable Integer count, @Nullable String at) {

  static final Duration INTERVAL = Duration.ofMinutes(1);

  ReportedConnections next(@Nullable Integer observed, Instant now) {
    if (observed == null) {
      return new ReportedConnections(null, null);
    }
    boolean isDue =
        count == null
            || Math.abs((long) observed - count) * 10 >= Math.max(1, count)
            || FormerStatus.parse(at).filter(t -> t.plus(INTERVAL).isAfter(now)).isEmpty();
    return observed.equals(count) || !isDue
        ? this
        : new ReportedConnections(observed, now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** How long the number waits to be written; null if it is the observed one. */
  @Nullable Duration wait(@Nullable Integer observed, Instant now) {
    if (observed == null || observed.equals(count)) {
      return null;
    }
    return FormerStatus.parse(at)
        .map(t -> Duration.between(now, t.plus(INTERVAL)))
        .filter(d -> !d.isNegative() && !d.isZero())
        .orElse(INTERVAL);
  }
}
