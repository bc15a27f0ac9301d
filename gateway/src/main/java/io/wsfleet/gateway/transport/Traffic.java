package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.CloseReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What clients did to us and we to them, for the metrics. */
public final class Traffic {
  final LongAdder accepted = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder dropped = new LongAdder();
  private final LongAdder handshakeTimeouts = new LongAdder();
  private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

  Traffic() {
    for (CloseReason reason : CloseReason.values()) {
      closed.put(reason, new LongAdder());
    }
    for (Refusal refusal : Refusal.values()) {
      refused.put(refusal, new LongAdder());
    }
  }

  void count(CloseReason reason) {
    adder(closed, reason).increment();
  }

  void count(Refusal refusal) {
    adder(refused, refusal).increment();
  }

  public void countHandshakeTimeout() {
    handshakeTimeouts.increment();
  }

  public long handshakeTimeouts() {
    return handshakeTimeouts.sum();
  }

  public long accepted() {
    return accepted.sum();
  }

  public long received() {
    return received.sum();
  }

  public long sent() {
    return sent.sum();
  }

  public long dropped() {
    return dropped.sum();
  }

  public long closed(CloseReason reason) {
    return adder(closed, reason).sum();
  }

  public long refused(Refusal refusal) {
    return adder(refused, refusal).sum();
  }

  private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalStateException("not counted: " + key);
    }
    return adder;
  }
}
