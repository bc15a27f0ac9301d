package io.wsfleet.gateway.bus;

import org.jspecify.annotations.Nullable;

/**
 * A place in the stream, as Redis writes it: {@code term-number}. Within a term numbers have no
 * holes; a term begins with number 0, which says only so.
 */
public record StreamId(long term, long number) implements Comparable<StreamId> {
  /** Before everything. */
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
