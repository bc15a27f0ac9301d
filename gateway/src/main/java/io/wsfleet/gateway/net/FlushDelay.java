package io.wsfleet.gateway.net;

/**
 * How long a busy event loop collects writes before it flushes: everything that is written to a
 * connection in this time is sent with one system call. An idle event loop flushes at once. One
 * that has flushed a short time ago waits for a fraction of the time that the flush took: this is
 * little compared with the time that the next flush will take, and meanwhile the threads that
 * submit writes get the processor.
 */
final class FlushDelay {
  private static final int DIVISOR = 2;
  // A shorter delay costs as much as the timer.
  private static final long MIN_NANOS = 200_000;
  private static final long MAX_NANOS = 2_000_000;

  private final long fixedNanos;
  private volatile long lastFlushEnd;
  private volatile long lastFlushNanos;

  /**
   * @param fixedNanos a fixed delay in nanoseconds; 0 to decide by the load
   */
  FlushDelay(long fixedNanos) {
    this.fixedNanos = fixedNanos;
  }

  /** The event loop has written and flushed everything. On the event loop. */
  void onFlushed(long from, long to) {
    if ((to - from) / DIVISOR >= MIN_NANOS) {
      lastFlushNanos = to - from;
      lastFlushEnd = to;
    }
  }

  /** The delay for a write that is submitted now, in nanoseconds; 0 for none. */
  long delayNanos(long now) {
    if (fixedNanos > 0) {
      return fixedNanos;
    }
    long last = lastFlushNanos;
    boolean isBusy = now - lastFlushEnd < last;
    return isBusy ? Math.min(last / DIVISOR, MAX_NANOS) : 0;
  }
}
