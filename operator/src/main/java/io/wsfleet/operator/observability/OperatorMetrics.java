package io.wsfleet.operator.observability;

import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.gateway.client.GatewayStatusClient;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.redis.failover.FailoverStep;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the operator counts; docs/operator.md lists it. */
public final class OperatorMetrics implements GatewayStatusClient.PollMetrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ClusterMetrics clusters = new ClusterMetrics(registry);
  private final Counter successfulPolls;
  private final Counter failedPolls;
  private final Counter writeCounter;
  private final AtomicInteger leading = new AtomicInteger();

  public OperatorMetrics() {
    // The framework registers it with two sets of tags, of which Prometheus takes only the first.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("events.received"));
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    successfulPolls = pollCounter("answered");
    failedPolls = pollCounter("failed");
    writeCounter =
        Counter.builder("wsfleet.operator.writes")
            .description("How many objects were created, changed or deleted")
            .register(registry);
    Gauge.builder("wsfleet.operator.leading", leading, AtomicInteger::get)
        .description("1 where this operator acts, 0 where it waits for the Lease")
        .register(registry);
  }

  public io.javaoperatorsdk.operator.api.monitoring.Metrics frameworkMetrics() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** What is measured of each fleet. */
  public ClusterMetrics clusters() {
    return clusters;
  }

  public void setLeading() {
    leading.set(1);
  }

  public void recordApply(int writes, List<ApplyFailure> failures) {
    writeCounter.increment(writes);
    failures.forEach(r -> applyFailures(r.reason()).increment());
  }

  /** One step for the sake of a Redis master was taken. */
  public void recordSuccess(FailoverStep failoverStep) {
    stepCounter(failoverStep, "taken").increment();
  }

  public void recordFailure(FailoverStep failoverStep) {
    stepCounter(failoverStep, "failed").increment();
  }

  /** One step for the sake of another password was taken. */
  public void recordSuccess(io.wsfleet.operator.redis.password.RotationStep rotationStep) {
    stepCounter(rotationStep, "taken").increment();
  }

  public void recordFailure(io.wsfleet.operator.redis.password.RotationStep rotationStep) {
    stepCounter(rotationStep, "failed").increment();
  }

  private Counter stepCounter(Object step, String outcome) {
    return Counter.builder("wsfleet.operator.redis.steps")
        .description("What was done to Redis and to its pods, and how it went")
        .tag("step", step.getClass().getSimpleName())
        .tag("outcome", outcome)
        .register(registry);
  }

  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void recordSuccess() {
    successfulPolls.increment();
  }

  @Override
  public void recordFailure() {
    failedPolls.increment();
  }

  private Counter applyFailures(Reason reason) {
    return Counter.builder("wsfleet.operator.refusals")
        .description("How often something was refused, or left alone, and why")
        .tag("reason", reason.name())
        .register(registry);
  }

  private Counter pollCounter(String outcome) {
    return Counter.builder("wsfleet.operator.gateway.polls")
        .description("How often gateways were asked for their connections")
        .tag("outcome", outcome)
        .register(registry);
  }
}
