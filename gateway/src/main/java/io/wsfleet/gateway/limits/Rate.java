package io.wsfleet.gateway.limits;

/**
 * So much a second on average, and a burst at a time: how what somebody may still take, a level,
 * fills up. Levels are kept in thousandths, so that a millisecond adds a whole number of them.
 */
record Rate(long perSecond, long capacity) {
  private static final long PARTS = 1000;

  /** What was refused. */
  static final long REFUSED = -1;

  static Rate of(long perSecond, long burst) {
    return new Rate(perSecond, Math.multiplyExact(burst, PARTS));
  }

  long fill(long level, long millis) {
    long missing = capacity - level;
    // Divided, not multiplied: a client may be silent for longer than a product could hold.
    return millis > missing / perSecond ? capacity : level + millis * perSecond;
  }

  /** What remains of a level when so many are taken, or {@link #REFUSED} if it has not as many. */
  long take(long level, long tokens) {
    return Math.max(REFUSED, level - tokens * PARTS);
  }
}
