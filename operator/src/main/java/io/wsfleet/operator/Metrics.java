package io.wsfleet.operator;

import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.gateway.client.GatewayStatusClient;
import io.wsfleet.operator.kube.Refusal;
import io.wsfleet.operator.redis.failover.FailoverStep;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the operator counts; docs/operator.md lists it. */
final class Metrics implements GatewayStatusClient.PollMetrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final FleetMetrics fleets = new FleetMetrics(registry);
  private final Counter answered;
  private final Counter failed;
  private final Counter written;
  private final AtomicInteger leading = new AtomicInteger();

  Metrics() {
    // The framework registers it with two sets of tags, of which Prometheus takes only the first.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("events.received"));
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    answered = polls("answered");
    failed = polls("failed");
    written =
        Counter.builder("wsfleet.operator.writes")
            .description("How many objects were created, changed or deleted")
            .register(registry);
    Gauge.builder("wsfleet.operator.leading", leading, AtomicInteger::get)
        .description("1 where this operator acts, 0 where it waits for the Lease")
        .register(registry);
  }

  io.javaoperatorsdk.operator.api.monitoring.Metrics ofTheFramework() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** What is measured of each fleet. */
  FleetMetrics fleets() {
    return fleets;
  }

  void leads() {
    leading.set(1);
  }

  void brought(int writes, List<Refusal> refusals) {
    written.increment(writes);
    refusals.forEach(r -> refused(r.reason()).increment());
  }

  /** One step for the sake of a Redis master was taken. */
  void took(FailoverStep failoverStep) {
    steps(failoverStep, "taken").increment();
  }

  void failed(FailoverStep failoverStep) {
    steps(failoverStep, "failed").increment();
  }

  /** One step for the sake of another password was taken. */
  void took(io.wsfleet.operator.redis.password.RotationStep rotationStep) {
    steps(rotationStep, "taken").increment();
  }

  void failed(io.wsfleet.operator.redis.password.RotationStep rotationStep) {
    steps(rotationStep, "failed").increment();
  }

  private Counter steps(Object step, String outcome) {
    return Counter.builder("wsfleet.operator.redis.steps")
        .description("What was done to Redis and to its pods, and how it went")
        .tag("step", step.getClass().getSimpleName())
        .tag("outcome", outcome)
        .register(registry);
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void recordSuccess() {
    answered.increment();
  }

  @Override
  public void recordFailure() {
    failed.increment();
  }

  private Counter refused(Reason reason) {
    return Counter.builder("wsfleet.operator.refusals")
        .description("How often something was refused, or left alone, and why")
        .tag("reason", reason.name())
        .register(registry);
  }

  private Counter polls(String outcome) {
    return Counter.builder("wsfleet.operator.gateway.polls")
        .description("How often gateways were asked for their connections")
        .tag("outcome", outcome)
        .register(registry);
  }
}
