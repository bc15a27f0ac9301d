package io.wsfleet.gateway.api;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of the API's requests, for the metrics. */
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

  /** Requests that were carried out. */
  public long responses() {
    return responses.sum();
  }

  /** Network connections that were closed because they were too many or too slow. */
  public long closed() {
    return closed.sum();
  }

  /** Requests that were not, by what was wrong. */
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
