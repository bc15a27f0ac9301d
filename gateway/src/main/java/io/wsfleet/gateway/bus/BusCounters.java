package io.wsfleet.gateway.bus;

import java.util.concurrent.atomic.LongAdder;

/** The messages and failures of a bus, for the metrics. */
public record BusCounters(
    LongAdder published,
    LongAdder publishFailures,
    LongAdder received,
    LongAdder malformed,
    LongAdder reconnects,
    LongAdder rejectedNamespaces,
    LongAdder missedMessages,
    LongAdder lostEpochs,
    LongAdder lateReplicaAcks,
    LongAdder duplicates) {

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
