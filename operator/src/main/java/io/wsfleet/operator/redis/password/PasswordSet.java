package io.wsfleet.operator.redis.password;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The passwords that the Redis of a fleet must accept, as they are recorded.
 *
 * @param current the newest one
 * @param former those before it, newest first, as long as a client may still send one
 * @param active the one that gateways and replicas send: every Redis accepts it
 * @param acceptedEverywhereSince since when every Redis accepts the current one; null while one may
 *     not
 */
public record PasswordSet(
    String current, List<String> former, String active, @Nullable Instant acceptedEverywhereSince) {

  /** The limit of passwords at the same time; the next one has to wait. */
  static final int MAX_FORMER = 8;

  public PasswordSet {
    former = List.copyOf(former);
  }

  /** The first record of a fleet. */
  public static PasswordSet initial(String password) {
    return new PasswordSet(password, List.of(), password, null);
  }

  /**
   * The first record after the Secret was deleted. The remembered record continues: a Redis that is
   * unreachable at this moment may know only a former password.
   *
   * @param last the remembered record, if there is one
   */
  public static PasswordSet resume(@Nullable PasswordSet last, String password) {
    return last == null ? initial(password) : last;
  }

  /** In the order in which a client should try them. */
  public List<String> all() {
    return Stream.concat(Stream.of(current), former.stream()).toList();
  }

  List<String> hashes() {
    return all().stream().map(PasswordHash::of).toList();
  }

  boolean isFull() {
    return former.size() >= MAX_FORMER;
  }

  /** With another current password, which may be a former one. */
  PasswordSet withCurrent(String password) {
    var others = new ArrayList<>(all());
    others.remove(password);
    return new PasswordSet(password, others, active, null);
  }

  PasswordSet acceptedEverywhere(Instant now) {
    return new PasswordSet(current, former, current, now);
  }

  PasswordSet withoutFormer() {
    return new PasswordSet(current, List.of(), current, acceptedEverywhereSince);
  }

  /** A password must not get into a log. */
  @Override
  public String toString() {
    return "PasswordSet[former=%d, everywhere since %s]"
        .formatted(former.size(), acceptedEverywhereSince);
  }
}
