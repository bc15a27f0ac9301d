package io.wsfleet.gateway.bus;

import java.util.concurrent.atomic.LongAdder;

/** What went over a bus, for the metrics. */
public record BusCounters(
    LongAdder published,
    LongAdder unpublished,
    LongAdder received,
    LongAdder malformed,
    LongAdder reconnects,
    LongAdder refusedNamespaces,
    LongAdder missed,
    LongAdder historiesLost,
    LongAdder late,
    LongAdder repeated) {

  public BusCounters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }
}
