package io.wsfleet.gateway.bus;

import org.jspecify.annotations.Nullable;

/**
 * The id of a stream entry, as Redis writes it: {@code term-number}. Numbers are consecutive within
 * a term; number 0 is the marker that starts it.
 */
public record StreamId(long term, long number) implements Comparable<StreamId> {
  /** Before the first entry. */
  public static final StreamId START = new StreamId(0, 0);

  public static @Nullable StreamId parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      return null;
    }
    try {
      long term = Long.parseLong(text, 0, dash, 10);
      long number = Long.parseLong(text, dash + 1, text.length(), 10);
      return term < 0 || number < 0 ? null : new StreamId(term, number);
    } catch (NumberFormatException notAPosition) {
      return null;
    }
  }

  @Override
  public int compareTo(StreamId other) {
    int byTerm = Long.compare(term, other.term);
    return byTerm != 0 ? byTerm : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return term + "-" + number;
  }
}
