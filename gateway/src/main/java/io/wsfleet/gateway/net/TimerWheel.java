package io.wsfleet.gateway.net;

/**
 * The alarms of one event loop. An alarm waits in the slot of the tick at which it is to be looked
 * at, and moves only when it is to ring earlier than that: when it is looked at and its deadline
 * has moved on, it goes to the slot of the new one. So a connection that is busy, whose deadline
 * moves with each message, costs a comparison for each, and one that is idle costs a look now and
 * then. Nothing rings early, and everything at most one tick late.
 *
 * <p>Told the time, in milliseconds that never go back; on one thread only.
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

  /** The deadline of the alarm's owner may have moved, or is new. */
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

  /** Rings whatever is due. An owner that throws leaves what comes after it to the next turn. */
  void advanceTo(long now) {
    long tick = Math.floorDiv(now, tickMillis);
    // Each slot once, however long nobody has turned it.
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
      // Its tick is one of a later turn of the wheel.
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
