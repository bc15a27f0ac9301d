package io.wsfleet.gateway.bootstrap;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** Registers meters that read a value of their source. */
record Meters(MeterRegistry registry) {
  void sum(String name, String description, LongAdder adder) {
    counter(name, description, adder, LongAdder::sum);
  }

  <T> void counter(String name, String description, T source, ToDoubleFunction<T> count) {
    FunctionCounter.builder(name, source, count).description(description).register(registry);
  }

  /** One counter of several with the same name. */
  <T> void counter(
      String name, String description, String reason, T source, ToDoubleFunction<T> count) {
    FunctionCounter.builder(name, source, count)
        .description(description)
        .tag("reason", reason)
        .register(registry);
  }

  <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
    // Referenced strongly: a gauge whose source is garbage-collected shows no number.
    Gauge.builder(name, source, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
