package io.wsfleet.gateway.bus.redis;

import java.util.concurrent.atomic.LongAdder;

/** What went over the bus, for the metrics. */
public final class BusCounters {
  final LongAdder published = new LongAdder();
  final LongAdder unpublished = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder malformed = new LongAdder();

  /** Messages that the master took. */
  public long published() {
    return published.sum();
  }

  /** Messages that were given up while the master was away. */
  public long unpublished() {
    return unpublished.sum();
  }

  public long received() {
    return received.sum();
  }

  /** Messages that were dropped because they could not be read. */
  public long malformed() {
    return malformed.sum();
  }
}
