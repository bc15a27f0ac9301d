package io.wsfleet.bench.load;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/** Wakes a selector to the microsecond; its own timeout knows only milliseconds. */
final class SelectorTimer implements AutoCloseable {

  private final Selector selector;
  private final Thread thread = new Thread(this::run, "selector-timer");
  private volatile long due = Long.MAX_VALUE;
  private volatile boolean closed;

  SelectorTimer(Selector selector) {
    this.selector = selector;
    thread.setDaemon(true);
    thread.start();
  }

  void wakeAt(long when) {
    boolean sooner = when < due;
    due = when;
    if (sooner) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      long when = due;
      if (when == Long.MAX_VALUE) {
        LockSupport.park(this);
        continue;
      }
      long left = when - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        due = Long.MAX_VALUE;
        selector.wakeup();
      }
    }
  }
}
