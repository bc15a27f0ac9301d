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
 * @param again how long to wait between two tellings while the certificate is not served
 * @param besides how long between two for the sake of what cannot be seen
 * @param brought so long a kubelet may take
 * @param late from then on somebody should look at it
 */
public record Renewal(Duration again, Duration besides, Duration brought, Duration late) {

  public static final Renewal STANDARD =
      new Renewal(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(3),
          Duration.ofMinutes(5));

  /**
   * What is known of one Redis.
   *
   * @param serves whether it serves the certificate of the Secret
   * @param since when the Secret was first seen as it is, beside this Redis
   * @param told when it was last told since then; null for not yet
   */
  public record Seen(boolean serves, Instant since, @Nullable Instant told) {}

  public boolean isToBeTold(Seen seen, Instant now) {
    if (seen.serves() && isOver(seen.since(), brought, now)) {
      return false;
    }
    var told = seen.told();
    return told == null || isOver(told, seen.serves() ? besides : again, now);
  }

  public boolean isLate(Seen seen, Instant now) {
    return !seen.serves() && isOver(seen.since(), late, now);
  }

  private static boolean isOver(Instant since, Duration lasted, Instant now) {
    return !now.isBefore(since.plus(lasted));
  }
}
