package io.wsfleet.gateway.limits;

/**
 * A rate with a burst, and how a level fills up. Levels are in thousandths, so that a millisecond
 * adds an integer.
 */
record Rate(long perSecond, long capacity) {
  private static final long UNITS_PER_TOKEN = 1000;

  /** The level was not sufficient. */
  static final long INSUFFICIENT = -1;

  static Rate of(long perSecond, long burst) {
    return new Rate(perSecond, Math.multiplyExact(burst, UNITS_PER_TOKEN));
  }

  long refill(long level, long millis) {
    long missing = capacity - level;
    // Divided, not multiplied: after a long time the product could overflow.
    return millis > missing / perSecond ? capacity : level + millis * perSecond;
  }

  /** The remaining level, or {@link #INSUFFICIENT}. */
  long subtract(long level, long tokens) {
    return Math.max(INSUFFICIENT, level - tokens * UNITS_PER_TOKEN);
  }
}
