package io.wsfleet.gateway.net;

/**
 * The timeouts of one event loop, in slots by tick. A timeout is in the slot of the tick at which
 * its deadline is checked, and moves only if its deadline gets earlier. If the deadline has moved
 * when it is checked, the timeout goes to the slot of the new deadline. So a busy connection, whose
 * deadline moves with each message, costs one comparison a message, and an idle connection a check
 * from time to time. A timeout never fires early, and at most three ticks late if the event loop is
 * not.
 *
 * <p>Gets the time, in milliseconds of a monotonic clock, as an argument. On one thread only.
 */
public final class TimerWheel {
  private final long tickMillis;
  private final Timeout[] slots;
  private final Timeout due = emptyList();
  private long currentTick;

  TimerWheel(long tickMillis, int slots, long now) {
    this.tickMillis = tickMillis;
    this.slots = new Timeout[slots];
    for (int i = 0; i < slots; i++) {
      this.slots[i] = emptyList();
    }
    this.currentTick = Math.floorDiv(now, tickMillis);
  }

  /** Adds a timeout, or moves it if its deadline is earlier now. */
  public void schedule(Timeout timeout) {
    long tick =
        Math.max(currentTick + 1, Math.floorDiv(timeout.task().deadline() - 1, tickMillis) + 1);
    if (!timeout.isScheduled() || tick < timeout.tick()) {
      timeout.moveToEndOf(slot(tick), tick);
    }
  }

  public void cancel(Timeout timeout) {
    timeout.unlink();
  }

  /**
   * Fires the timeouts whose deadline has passed. If an owner throws, the timeouts after it are
   * fired by the next call.
   */
  void advanceTo(long now) {
    long tick = Math.floorDiv(now, tickMillis);
    // Each slot once, even if this was not called for long.
    for (long next = Math.max(currentTick, tick - slots.length) + 1; next <= tick; next++) {
      moveToDue(slot(next));
    }
    currentTick = Math.max(currentTick, tick);
    while (due.isScheduled()) {
      expireOrReschedule(due.next(), now);
    }
  }

  private void moveToDue(Timeout slot) {
    while (slot.isScheduled()) {
      slot.next().moveToEndOf(due, slot.next().tick());
    }
  }

  private void expireOrReschedule(Timeout timeout, long now) {
    long tick = timeout.tick();
    timeout.unlink();
    if (tick > currentTick) {
      // Its tick is in a later round of the wheel.
      timeout.moveToEndOf(slot(tick), tick);
    } else if (timeout.task().deadline() <= now) {
      timeout.task().onTimeout();
    } else {
      schedule(timeout);
    }
  }

  private Timeout slot(long tick) {
    return slots[Math.floorMod(tick, slots.length)];
  }

  private static Timeout emptyList() {
    return new Timeout(
        new Timeout.Task() {
          @Override
          public long deadline() {
            return Long.MAX_VALUE;
          }

          @Override
          public void onTimeout() {}
        });
  }
}
