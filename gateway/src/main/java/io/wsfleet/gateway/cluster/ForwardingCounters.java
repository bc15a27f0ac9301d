package io.wsfleet.gateway.cluster;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The requests that were forwarded to other gateways, for the metrics. */
public final class ForwardingCounters {
  final LongAdder forwardedRequests = new LongAdder();
  final LongAdder forwardedWebSockets = new LongAdder();
  private final Map<ForwardFailure, LongAdder> failures = new EnumMap<>(ForwardFailure.class);

  ForwardingCounters() {
    for (ForwardFailure forwardFailure : ForwardFailure.values()) {
      failures.put(forwardFailure, new LongAdder());
    }
  }

  void count(ForwardFailure forwardFailure) {
    adder(forwardFailure).increment();
  }

  public long requests() {
    return forwardedRequests.sum();
  }

  public long websockets() {
    return forwardedWebSockets.sum();
  }

  public long failures(ForwardFailure forwardFailure) {
    return adder(forwardFailure).sum();
  }

  private LongAdder adder(ForwardFailure forwardFailure) {
    return Objects.requireNonNull(failures.get(forwardFailure));
  }
}
