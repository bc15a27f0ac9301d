package io.wsfleet.bench.load;

/**
 * When the messages of an open loop are meant to be sent: evenly, and whatever became of the
 * earlier ones. A latency that is taken from here on leaves no delay out.
 */
public final class Schedule {

  private final long begin;
  private final double nanosEach;
  private long sent;

  public Schedule(long begin, double perSecond) {
    this.begin = begin;
    this.nanosEach = 1e9 / perSecond;
  }

  /** When the next one is meant to be sent. */
  public long due() {
    return begin + Math.round(sent * nanosEach);
  }

  /** The next one is sent now; which is it, counted from 0? */
  public long advance() {
    return sent++;
  }
}
