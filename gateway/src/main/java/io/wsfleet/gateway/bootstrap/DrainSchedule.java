package io.wsfleet.gateway.bootstrap;

/**
 * When each connection is closed during a drain: evenly over the available time, but at most 10 ms
 * apart, so that few clients do not delay the end.
 */
record DrainSchedule(int count, long maxMillis) {
  private static final long MAX_GAP_MILLIS = 10;

  long millisUntil(int index) {
    return Math.min(index * MAX_GAP_MILLIS, count == 0 ? 0 : index * maxMillis / count);
  }
}
