package io.wsfleet.operator.redis.password;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The facts of one moment that a rotation is planned from.
 *
 * @param desiredPassword the password of the Secret
 * @param servers every Redis that runs, or may run
 * @param formerPasswordTtl how long a former password is still accepted after every Redis accepts
 *     the current one
 */
public record RotationObservation(
    Instant now,
    String desiredPassword,
    PasswordSet recorded,
    List<AclState> servers,
    Duration formerPasswordTtl) {

  /** A password must not get into a log. */
  @Override
  public String toString() {
    return "RotationObservation[now=%s, recorded=%s, servers=%s]".formatted(now, recorded, servers);
  }
}
