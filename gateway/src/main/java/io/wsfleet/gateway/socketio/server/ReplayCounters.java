package io.wsfleet.gateway.socketio.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The replays of missed messages, for the metrics. Thread-safe.
 *
 * @param running replays that have not ended
 * @param cut replays whose connection was closed before the client was sent everything
 * @param repeated recoveries with the offset of the recovery before, so that nothing had arrived
 */
public record ReplayCounters(
    AtomicInteger running, LongAdder messages, LongAdder bytes, LongAdder cut, LongAdder repeated) {
  public ReplayCounters() {
    this(new AtomicInteger(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
  }
}
