package io.wsfleet.gateway.bus;

import org.jspecify.annotations.Nullable;

/**
 * A place in the stream, as Redis writes it: {@code term-number}. Within a term numbers have no
 * holes; a term begins with number 0, which says only so.
 */
public record Position(long term, long number) implements Comparable<Position> {
  /** Before everything. */
  public static final Position START = new Position(0, 0);

  public static @Nullable Position parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      return null;
    }
    try {
      long term = Long.parseLong(text, 0, dash, 10);
      long number = Long.parseLong(text, dash + 1, text.length(), 10);
      return term < 0 || number < 0 ? null : new Position(term, number);
    } catch (NumberFormatException notAPosition) {
      return null;
    }
  }

  @Override
  public int compareTo(Position other) {
    int byTerm = Long.compare(term, other.term);
    return byTerm != 0 ? byTerm : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return term + "-" + number;
  }
}
