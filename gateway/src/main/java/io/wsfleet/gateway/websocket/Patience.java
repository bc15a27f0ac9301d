package io.wsfleet.gateway.websocket;

/**
 * How long an event loop lets what is to be said wait for more, since whatever is said to a
 * connection together costs one write. A loop that was idle says it at once. One that has only just
 * ended to write waits for a fraction of the time that this took it: little beside the time that
 * the same will take again, and meanwhile whoever it is waiting for gets the processor.
 */
final class Patience {
  private static final int FRACTION = 2;
  // Shorter than this is no more than a timer costs.
  private static final long LEAST_NANOS = 200_000;
  private static final long MOST_NANOS = 2_000_000;

  private final long always;
  private volatile long ended;
  private volatile long took;

  /**
   * @param always so many nanoseconds it waits at any rate; 0 for as long as is good
   */
  Patience(long always) {
    this.always = always;
  }

  /** The loop has said what there was, and written it. On the loop. */
  void wrote(long from, long to) {
    if ((to - from) / FRACTION >= LEAST_NANOS) {
      took = to - from;
      ended = to;
    }
  }

  /** How many nanoseconds what is to be said now should wait; 0 for not at all. */
  long nanos(long now) {
    if (always > 0) {
      return always;
    }
    long before = took;
    boolean isBusy = now - ended < before;
    return isBusy ? Math.min(before / FRACTION, MOST_NANOS) : 0;
  }
}
