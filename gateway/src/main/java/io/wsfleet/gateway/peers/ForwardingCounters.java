package io.wsfleet.gateway.peers;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What was passed on to other gateways, for the metrics. */
public final class ForwardingCounters {
  final LongAdder requests = new LongAdder();
  final LongAdder websockets = new LongAdder();
  private final Map<Failure, LongAdder> failures = new EnumMap<>(Failure.class);

  ForwardingCounters() {
    for (Failure failure : Failure.values()) {
      failures.put(failure, new LongAdder());
    }
  }

  void count(Failure failure) {
    adder(failure).increment();
  }

  public long requests() {
    return requests.sum();
  }

  public long websockets() {
    return websockets.sum();
  }

  public long failures(Failure failure) {
    return adder(failure).sum();
  }

  private LongAdder adder(Failure failure) {
    return Objects.requireNonNull(failures.get(failure));
  }
}
