package io.wsfleet.operator.redis.password;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The passwords that a fleet's Redis is to take, as they are recorded.
 *
 * @param current the one that was asked for last
 * @param former those before it, newest first, as long as somebody may still come with one
 * @param active the one that gateways and replicas come with: every Redis takes it
 * @param acceptedEverywhereSince since when every Redis takes the current one; null while one may
 *     not yet
 */
public record PasswordSet(
    String current, List<String> former, String active, @Nullable Instant acceptedEverywhereSince) {

  /** More than these are never taken at once; the next has to wait. */
  static final int MAX_FORMER = 8;

  public PasswordSet {
    former = List.copyOf(former);
  }

  /** What a fleet begins with. */
  public static PasswordSet initial(String password) {
    return new PasswordSet(password, List.of(), password, null);
  }

  /**
   * What it begins with when its Secret has gone. What is remembered goes on: a Redis that is not
   * reached at that moment may know nothing but a former one.
   *
   * @param last what was recorded, if anybody remembers
   */
  public static PasswordSet resume(@Nullable PasswordSet last, String password) {
    return last == null ? initial(password) : last;
  }

  /** In the order in which they are best tried. */
  public List<String> all() {
    return Stream.concat(Stream.of(current), former.stream()).toList();
  }

  List<String> hashes() {
    return all().stream().map(PasswordHash::of).toList();
  }

  boolean isFull() {
    return former.size() >= MAX_FORMER;
  }

  /** Another one is asked for. It may be one that was there before. */
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

  /** Nothing of a password may get into a log. */
  @Override
  public String toString() {
    return "Accepted[former=%d, everywhere since %s]"
        .formatted(former.size(), acceptedEverywhereSince);
  }
}
