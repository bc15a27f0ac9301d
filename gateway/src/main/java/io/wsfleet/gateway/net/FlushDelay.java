package io.wsfleet.gateway.net;

/**
 * How long an event loop lets what is to be said wait for more, since whatever is said to a
 * connection together costs one write. A loop that was idle says it at once. One that has only just
 * ended to write waits for a fraction of the time that this took it: little beside the time that
 * the same will take again, and meanwhile whoever it is waiting for gets the processor.
 */
final class FlushDelay {
  private static final int DIVISOR = 2;
  // Shorter than this is no more than a timer costs.
  private static final long MIN_NANOS = 200_000;
  private static final long MAX_NANOS = 2_000_000;

  private final long fixedNanos;
  private volatile long lastFlushEnd;
  private volatile long lastFlushNanos;

  /**
   * @param fixedNanos so many nanoseconds it waits at any rate; 0 for as long as is good
   */
  FlushDelay(long fixedNanos) {
    this.fixedNanos = fixedNanos;
  }

  /** The loop has said what there was, and written it. On the loop. */
  void onFlushed(long from, long to) {
    if ((to - from) / DIVISOR >= MIN_NANOS) {
      lastFlushNanos = to - from;
      lastFlushEnd = to;
    }
  }

  /** How many nanoseconds what is to be said now should wait; 0 for not at all. */
  long delayNanos(long now) {
    if (fixedNanos > 0) {
      return fixedNanos;
    }
    long last = lastFlushNanos;
    boolean isBusy = now - lastFlushEnd < last;
    return isBusy ? Math.min(last / DIVISOR, MAX_NANOS) : 0;
  }
}
