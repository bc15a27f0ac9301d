package io.wsfleet.operator.tls;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a Redis must read its certificate files again. Redis does so by itself only when it
 * starts, and the kubelet updates the files of a pod within about two minutes, without a
 * notification:
 *
 * <ol>
 *   <li>While a Redis serves another certificate than that of the Secret, it reads them again and
 *       again.
 *   <li>The authorities that it has read cannot be observed. So it reads the files some more times
 *       after each change, until the kubelet must have updated all of them.
 *   <li>If this takes much longer than a kubelet needs, the status reports it, and the attempts
 *       continue.
 * </ol>
 *
 * <p>Reading them too often does no harm: connections stay, and Redis refuses files that do not
 * match and keeps the former ones.
 *
 * @param retryInterval between two attempts while the certificate is not served
 * @param repeatInterval between two attempts for the authorities
 * @param propagationTime that a kubelet may need
 * @param overdueAfter which the status reports it
 */
public record ReloadSchedule(
    Duration retryInterval,
    Duration repeatInterval,
    Duration propagationTime,
    Duration overdueAfter) {

  public static final ReloadSchedule DEFAULT =
      new ReloadSchedule(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(3),
          Duration.ofMinutes(5));

  /**
   * The state of one Redis.
   *
   * @param isServed whether it serves the certificate of the Secret
   * @param changedAt when the present content of the Secret was first seen
   * @param lastReload when it last read its files since then; null for not yet
   */
  public record ReloadState(boolean isServed, Instant changedAt, @Nullable Instant lastReload) {}

  public boolean isReloadDue(ReloadState reloadState, Instant now) {
    if (reloadState.isServed() && hasElapsed(reloadState.changedAt(), propagationTime, now)) {
      return false;
    }
    var lastReload = reloadState.lastReload();
    return lastReload == null
        || hasElapsed(lastReload, reloadState.isServed() ? repeatInterval : retryInterval, now);
  }

  public boolean isOverdue(ReloadState reloadState, Instant now) {
    return !reloadState.isServed() && hasElapsed(reloadState.changedAt(), overdueAfter, now);
  }

  private static boolean hasElapsed(Instant since, Duration duration, Instant now) {
    return !now.isBefore(since.plus(duration));
  }
}
