package io.wsfleet.operator.redis.failover;

import java.util.Comparator;

/**
 * Where the fleet's stream ends in one Redis: the number of its newest entry, in which term. It
 * tells which of several has more where their replication offsets cannot be compared.
 */
public record StreamTip(long term, long number) implements Comparable<StreamTip> {

  /** There is no stream. */
  public static final StreamTip NONE = new StreamTip(0, -1);

  private static final Comparator<StreamTip> ORDER =
      Comparator.comparingLong(StreamTip::term).thenComparingLong(StreamTip::number);

  @Override
  public int compareTo(StreamTip other) {
    return ORDER.compare(this, other);
  }
}
