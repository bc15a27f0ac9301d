package io.wsfleet.gateway.api;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of the API by result, for the metrics. */
public final class ApiCounters {
  private final LongAdder responses = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final Map<Problem.Kind, LongAdder> problems = new EnumMap<>(Problem.Kind.class);

  public ApiCounters() {
    for (Problem.Kind kind : Problem.Kind.values()) {
      problems.put(kind, new LongAdder());
    }
  }

  void countResponse() {
    responses.increment();
  }

  void countClosed() {
    closed.increment();
  }

  void count(Problem.Kind kind) {
    adder(kind).increment();
  }

  /** Returns how many requests succeeded. */
  public long responses() {
    return responses.sum();
  }

  /** Returns how many connections were closed because there were too many or one was too slow. */
  public long closed() {
    return closed.sum();
  }

  /** Returns the failed requests by kind of problem. */
  public Map<String, LongAdder> problems() {
    Map<String, LongAdder> named = new LinkedHashMap<>();
    problems.forEach((kind, count) -> named.put(kind.label(), count));
    return named;
  }

  private LongAdder adder(Problem.Kind kind) {
    LongAdder adder = problems.get(kind);
    if (adder == null) {
      throw new IllegalStateException("not counted: " + kind);
    }
    return adder;
  }
}
