package io.wsfleet.operator.redis.password;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is known at one moment.
 *
 * @param desiredPassword the password that the Secret has
 * @param servers every Redis that runs, or may
 * @param formerPasswordTtl for how long a former password is taken once every Redis takes the
 *     current one
 */
public record RotationObservation(
    Instant now,
    String desiredPassword,
    PasswordSet recorded,
    List<AclState> servers,
    Duration formerPasswordTtl) {

  /** Nothing of a password may get into a log. */
  @Override
  public String toString() {
    return "Observation[now=%s, recorded=%s, servers=%s]".formatted(now, recorded, servers);
  }
}
