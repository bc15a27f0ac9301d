package io.wsfleet.gateway.transport;

import io.vertx.core.Vertx;

/**
 * Rings at a time that is moved about often. It sets a timer only when it has none that rings early
 * enough, and looks at the time anew when one rings, so that a busy connection sets no timers.
 */
final class Alarm {
  private static final long NEVER = Long.MAX_VALUE;

  private final Vertx vertx;
  private final Runnable ring;
  private long deadline = NEVER;
  private long set = NEVER;
  private long timer;

  Alarm(Vertx vertx, Runnable ring) {
    this.vertx = vertx;
    this.ring = ring;
  }

  /** Milliseconds that never go back. */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  void at(long newDeadline) {
    deadline = newDeadline;
    if (deadline < set) {
      setTimer();
    }
  }

  void cancel() {
    deadline = NEVER;
    if (set != NEVER) {
      set = NEVER;
      vertx.cancelTimer(timer);
    }
  }

  private void setTimer() {
    if (set != NEVER) {
      vertx.cancelTimer(timer);
    }
    set = deadline;
    timer = vertx.setTimer(Math.max(1, deadline - now()), id -> rang());
  }

  private void rang() {
    set = NEVER;
    if (deadline == NEVER) {
      return;
    }
    if (now() < deadline) {
      setTimer();
    } else {
      ring.run();
    }
  }
}
