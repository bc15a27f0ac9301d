package io.wsfleet.gateway.bootstrap;

/**
 * When each of a number of connections is closed: evenly over the time that there is, but not
 * slower than needed to spare the others, so that a few clients do not hold up the end.
 */
record DrainSchedule(int count, long maxMillis) {
  private static final long MAX_GAP_MILLIS = 10;

  long millisUntil(int index) {
    return Math.min(index * MAX_GAP_MILLIS, count == 0 ? 0 : index * maxMillis / count);
  }
}
