package io.wsfleet.operator.redis.password;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is known at one moment.
 *
 * @param wanted the password that the Secret has
 * @param servers every Redis that runs, or may
 * @param patience for how long a former password is taken once every Redis takes the current one
 */
public record Observation(
    Instant now, String wanted, Accepted recorded, List<Server> servers, Duration patience) {

  /** Nothing of a password may get into a log. */
  @Override
  public String toString() {
    return "Observation[now=%s, recorded=%s, servers=%s]".formatted(now, recorded, servers);
  }
}
