package io.wsfleet.gateway.limits;

/**
 * So much a second on average, and a burst at a time: how what somebody may still take, a level,
 * fills up. Levels are kept in thousandths, so that a millisecond adds a whole number of them.
 */
record Rate(long perSecond, long capacity) {
  private static final long UNITS_PER_TOKEN = 1000;

  /** What was refused. */
  static final long INSUFFICIENT = -1;

  static Rate of(long perSecond, long burst) {
    return new Rate(perSecond, Math.multiplyExact(burst, UNITS_PER_TOKEN));
  }

  long refill(long level, long millis) {
    long missing = capacity - level;
    // Divided, not multiplied: a client may be silent for longer than a product could hold.
    return millis > missing / perSecond ? capacity : level + millis * perSecond;
  }

  /**
   * What remains of a level when so many are taken, or {@link #INSUFFICIENT} if it has not as many.
   */
  long subtract(long level, long tokens) {
    return Math.max(INSUFFICIENT, level - tokens * UNITS_PER_TOKEN);
  }
}
