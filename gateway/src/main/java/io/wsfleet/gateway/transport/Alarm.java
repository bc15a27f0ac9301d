package io.wsfleet.gateway.transport;

/** Rings on one {@link Wheel} at a time that its owner moves about often. */
final class Alarm {
  private final Owner owner;
  // Where it is in the circle of its slot; a circle of its own while it is in none.
  private Alarm before = this;
  private Alarm after = this;
  private long tick;

  Alarm(Owner owner) {
    this.owner = owner;
  }

  /** Who is to be woken. */
  interface Owner {
    /** When, as of now, in milliseconds that never go back. */
    long deadline();

    /** The time has come. An alarm rings once for each time that it was set. */
    void ring();
  }

  Owner owner() {
    return owner;
  }

  /** At which tick of its wheel it is looked at. */
  long tick() {
    return tick;
  }

  boolean isSet() {
    return after != this;
  }

  Alarm after() {
    return after;
  }

  /** Goes from where it is to the end of another's circle. */
  void moveTo(Alarm circle, long newTick) {
    leave();
    tick = newTick;
    before = circle.before;
    after = circle;
    before.after = this;
    circle.before = this;
  }

  void leave() {
    before.after = after;
    after.before = before;
    before = this;
    after = this;
  }
}
