package io.wsfleet.operator.tls;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a Redis is told to read its certificate anew. It does so by itself only when it starts, and
 * the kubelet brings a changed Secret into a pod some time within two minutes, without saying when:
 *
 * <ol>
 *   <li>While a Redis serves another certificate than that of the Secret, it is told again and
 *       again.
 *   <li>Which authorities it has read nobody can see. So it is told some more times after each
 *       change, until the kubelet must have brought all of it.
 *   <li>What takes much longer than a kubelet may take is for somebody to look at; the telling goes
 *       on.
 * </ol>
 *
 * <p>To be told once too often does no harm: connections live on, and files that do not fit each
 * other are refused and leave what was there.
 *
 * @param retryInterval how long to wait between two tellings while the certificate is not served
 * @param repeatInterval how long between two for the sake of what cannot be seen
 * @param propagationTime so long a kubelet may take
 * @param overdueAfter from then on somebody should look at it
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
   * What is known of one Redis.
   *
   * @param isServed whether it serves the certificate of the Secret
   * @param changedAt when the Secret was first seen as it is, beside this Redis
   * @param lastReload when it was last told since then; null for not yet
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
