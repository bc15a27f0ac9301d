package io.wsfleet.gateway.transport;

/**
 * The alarms of one event loop. An alarm waits in the slot of the tick at which it is to be looked
 * at, and moves only when it is to ring earlier than that: when it is looked at and its deadline
 * has moved on, it goes to the slot of the new one. So a connection that is busy, whose deadline
 * moves with each message, costs a comparison for each, and one that is idle costs a look now and
 * then. Nothing rings early, and everything at most one tick late.
 *
 * <p>Told the time, in milliseconds that never go back; on one thread only.
 */
final class Wheel {
  private final long tickMillis;
  private final Alarm[] slots;
  private final Alarm due = circle();
  private long turnedTo;

  Wheel(long tickMillis, int slots, long now) {
    this.tickMillis = tickMillis;
    this.slots = new Alarm[slots];
    for (int i = 0; i < slots; i++) {
      this.slots[i] = circle();
    }
    this.turnedTo = Math.floorDiv(now, tickMillis);
  }

  /** The deadline of the alarm's owner may have moved, or is new. */
  void set(Alarm alarm) {
    long tick = Math.max(turnedTo + 1, Math.floorDiv(alarm.owner().deadline() - 1, tickMillis) + 1);
    if (!alarm.isSet() || tick < alarm.tick()) {
      alarm.moveTo(slot(tick), tick);
    }
  }

  void cancel(Alarm alarm) {
    alarm.leave();
  }

  /** Rings whatever is due. An owner that throws leaves what comes after it to the next turn. */
  void turn(long now) {
    long tick = Math.floorDiv(now, tickMillis);
    // Each slot once, however long nobody has turned it.
    for (long next = Math.max(turnedTo, tick - slots.length) + 1; next <= tick; next++) {
      take(slot(next));
    }
    turnedTo = Math.max(turnedTo, tick);
    while (due.isSet()) {
      look(due.after(), now);
    }
  }

  private void take(Alarm slot) {
    while (slot.isSet()) {
      slot.after().moveTo(due, slot.after().tick());
    }
  }

  private void look(Alarm alarm, long now) {
    long tick = alarm.tick();
    alarm.leave();
    if (tick > turnedTo) {
      // Its tick is one of a later turn of the wheel.
      alarm.moveTo(slot(tick), tick);
    } else if (alarm.owner().deadline() <= now) {
      alarm.owner().ring();
    } else {
      set(alarm);
    }
  }

  private Alarm slot(long tick) {
    return slots[Math.floorMod(tick, slots.length)];
  }

  private static Alarm circle() {
    return new Alarm(
        new Alarm.Owner() {
          @Override
          public long deadline() {
            return Long.MAX_VALUE;
          }

          @Override
          public void ring() {}
        });
  }
}
