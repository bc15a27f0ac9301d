package io.wsfleet.bench.load;

/**
 * The messages that were lost, repeated or late. A message that arrives after a later one of the
 * same publisher counts twice: as missing where it was due, and as repeated or late when it
 * arrived.
 *
 * @param expected deliveries, over all receivers
 */
public record Losses(long expected, long missing, long repeatedOrLate) {

  public static final Losses NONE = new Losses(0, 0, 0);

  public boolean isNone() {
    return missing == 0 && repeatedOrLate == 0;
  }

  public Losses and(Losses others) {
    return new Losses(
        expected + others.expected,
        missing + others.missing,
        repeatedOrLate + others.repeatedOrLate);
  }

  @Override
  public String toString() {
    return isNone()
        ? expected + " deliveries, none lost, doubled or out of order"
        : expected + " deliveries, " + missing + " missing, " + repeatedOrLate + " doubled or late";
  }
}
