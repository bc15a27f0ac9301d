package io.wsfleet.operator.redis.failover;

import java.util.Comparator;

/**
 * The end of the stream in one Redis: the number of its newest entry, and the term. It tells which
 * Redis has more data if their replication offsets cannot be compared.
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
