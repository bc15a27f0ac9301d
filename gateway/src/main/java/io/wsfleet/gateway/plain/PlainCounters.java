package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of plain clients, for the metrics. */
public record PlainCounters(
    LongAdder accepted,
    LongAdder received,
    LongAdder sent,
    LongAdder dropped,
    LongAdder refused,
    Map<CloseReason, LongAdder> closed) {

  PlainCounters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new EnumMap<>(CloseReason.class));
    for (CloseReason reason : CloseReason.values()) {
      closed.put(reason, new LongAdder());
    }
  }

  void count(CloseReason reason) {
    closed.getOrDefault(reason, new LongAdder()).increment();
  }

  public long closed(CloseReason reason) {
    return closed.getOrDefault(reason, new LongAdder()).sum();
  }
}
