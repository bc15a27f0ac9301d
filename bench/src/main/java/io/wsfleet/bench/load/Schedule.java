package io.wsfleet.bench.load;

/**
 * The times at which the messages of an open loop must be sent: evenly spaced, whatever happened to
 * earlier ones. A latency measured from these times includes every delay.
 */
public final class Schedule {

  private final long begin;
  private final double nanosEach;
  private long sent;

  public Schedule(long begin, double perSecond) {
    this.begin = begin;
    this.nanosEach = 1e9 / perSecond;
  }

  /** The time at which the next message must be sent. */
  public long due() {
    return begin + Math.round(sent * nanosEach);
  }

  /** Takes the next message and returns its index from 0. */
  public long advance() {
    return sent++;
  }
}
