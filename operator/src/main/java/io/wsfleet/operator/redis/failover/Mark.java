package io.wsfleet.operator.redis.failover;

import java.util.Comparator;

/**
 * Where the fleet's stream ends in one Redis: the number of its newest entry, in which term. It
 * tells which of several has more where their replication offsets cannot be compared.
 */
public record Mark(long term, long number) implements Comparable<Mark> {

  /** There is no stream. */
  public static final Mark NONE = new Mark(0, -1);

  private static final Comparator<Mark> ORDER =
      Comparator.comparingLong(Mark::term).thenComparingLong(Mark::number);

  @Override
  public int compareTo(Mark other) {
    return ORDER.compare(this, other);
  }
}
