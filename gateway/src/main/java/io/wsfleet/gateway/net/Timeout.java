package io.wsfleet.gateway.net;

/** A timeout in a {@link TimerWheel} whose deadline may move often. */
public final class Timeout {
  private final Task task;
  // Its neighbours in the circular list of its slot; itself while it is in none.
  private Timeout previous = this;
  private Timeout next = this;
  private long tick;

  public Timeout(Task task) {
    this.task = task;
  }

  /** The owner of a timeout. */
  public interface Task {
    /** The current deadline, in milliseconds of a monotonic clock. */
    long deadline();

    /** The deadline has passed. Called once each time that the timeout was scheduled. */
    void onTimeout();
  }

  Task task() {
    return task;
  }

  /** The tick of its slot. */
  long tick() {
    return tick;
  }

  boolean isScheduled() {
    return next != this;
  }

  Timeout next() {
    return next;
  }

  /** Moves to the end of a list. */
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
