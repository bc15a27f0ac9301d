package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of connections and messages, for the metrics. */
public final class TransportCounters {
  final LongAdder accepted = new LongAdder();
  final LongAdder received = new LongAdder();
  public final LongAdder sent = new LongAdder();
  public final LongAdder dropped = new LongAdder();
  final LongAdder closedUnanswered = new LongAdder();
  private final LongAdder handshakeTimeouts = new LongAdder();
  private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
  private final Map<ConnectionError, LongAdder> rejected = new EnumMap<>(ConnectionError.class);

  public TransportCounters() {
    for (CloseReason reason : CloseReason.values()) {
      closed.put(reason, new LongAdder());
    }
    for (ConnectionError error : ConnectionError.values()) {
      rejected.put(error, new LongAdder());
    }
  }

  void count(CloseReason reason) {
    adder(closed, reason).increment();
  }

  public void count(ConnectionError error) {
    adder(rejected, error).increment();
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

  /** Connections that were closed at shutdown although something was unanswered. */
  public long closedUnanswered() {
    return closedUnanswered.sum();
  }

  public long closed(CloseReason reason) {
    return adder(closed, reason).sum();
  }

  public long rejected(ConnectionError error) {
    return adder(rejected, error).sum();
  }

  private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return adder;
  }
}
