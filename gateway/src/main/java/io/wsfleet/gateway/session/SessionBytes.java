package io.wsfleet.gateway.session;

import java.util.concurrent.atomic.LongAdder;

/**
 * The size of the saved sessions of this gateway, against its limit. Changed serialized with the
 * bus only; read from any thread.
 */
final class SessionBytes {
  private final long max;
  private final LongAdder skipped = new LongAdder();
  private volatile long bytes;

  SessionBytes(long max) {
    this.max = max;
  }

  /** Whether more bytes fit; counts those that do not. */
  boolean fits(int more) {
    boolean fits = bytes + more <= max;
    if (!fits) {
      skipped.increment();
    }
    return fits;
  }

  void add(int more) {
    bytes += more;
  }

  long total() {
    return bytes;
  }

  /** How often a session did not fit. */
  long skipped() {
    return skipped.sum();
  }
}
