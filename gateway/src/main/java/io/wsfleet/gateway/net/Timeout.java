package io.wsfleet.gateway.net;

/** Rings on one {@link TimerWheel} at a time that its owner moves about often. */
public final class Timeout {
  private final Task task;
  // Where it is in the circle of its slot; a circle of its own while it is in none.
  private Timeout previous = this;
  private Timeout next = this;
  private long tick;

  public Timeout(Task task) {
    this.task = task;
  }

  /** Who is to be woken. */
  public interface Task {
    /** When, as of now, in milliseconds that never go back. */
    long deadline();

    /** The time has come. An alarm rings once for each time that it was set. */
    void onTimeout();
  }

  Task task() {
    return task;
  }

  /** At which tick of its wheel it is looked at. */
  long tick() {
    return tick;
  }

  boolean isScheduled() {
    return next != this;
  }

  Timeout next() {
    return next;
  }

  /** Goes from where it is to the end of another's circle. */
  void moveToEndOf(Timeout list, long newTick) {
    unlink();
    tick = newTick;
    previous = list.previous;
    next = list;
    previous.next = this;
    list.previous = this;
  }

  void unlink() {
    previous.next = next;
    next.previous = previous;
    previous = this;
    next = this;
  }
}
