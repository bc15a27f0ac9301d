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
 * @param told the one that gateways and replicas come with: every Redis takes it
 * @param since since when every Redis takes the current one; null while one may not yet
 */
public record Accepted(String current, List<String> former, String told, @Nullable Instant since) {

  /** More than these are never taken at once; the next has to wait. */
  static final int MOST_FORMER = 8;

  public Accepted {
    former = List.copyOf(former);
  }

  /** What a fleet begins with. */
  public static Accepted first(String password) {
    return new Accepted(password, List.of(), password, null);
  }

  /**
   * What it begins with when its Secret has gone. What is remembered goes on: a Redis that is not
   * reached at that moment may know nothing but a former one.
   *
   * @param last what was recorded, if anybody remembers
   */
  public static Accepted again(@Nullable Accepted last, String password) {
    return last == null ? first(password) : last;
  }

  /** In the order in which they are best tried. */
  public List<String> all() {
    return Stream.concat(Stream.of(current), former.stream()).toList();
  }

  List<String> hashes() {
    return all().stream().map(Hash::of).toList();
  }

  boolean isFull() {
    return former.size() >= MOST_FORMER;
  }

  /** Another one is asked for. It may be one that was there before. */
  Accepted next(String password) {
    var others = new ArrayList<>(all());
    others.remove(password);
    return new Accepted(password, others, told, null);
  }

  Accepted everywhere(Instant now) {
    return new Accepted(current, former, current, now);
  }

  Accepted withoutFormer() {
    return new Accepted(current, List.of(), current, since);
  }

  /** Nothing of a password may get into a log. */
  @Override
  public String toString() {
    return "Accepted[former=%d, everywhere since %s]".formatted(former.size(), since);
  }
}
