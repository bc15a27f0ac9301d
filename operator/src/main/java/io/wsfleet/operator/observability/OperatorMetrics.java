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
import io.wsfleet.operator.redis.password.RotationStep;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the operator, in one Prometheus registry; docs/metrics.md lists them. */
public final class OperatorMetrics implements GatewayStatusClient.PollMetrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ClusterMetrics clusters = new ClusterMetrics(registry);
  private final Counter successfulPolls;
  private final Counter failedPolls;
  private final Counter writeCounter;
  private final Counter statusWriteCounter;
  private final Counter conflictCounter;
  private final AtomicInteger leading = new AtomicInteger();

  public OperatorMetrics() {
    // JOSDK registers it with two sets of tags, and Prometheus accepts only the first.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("events.received"));
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    successfulPolls = pollCounter("answered");
    failedPolls = pollCounter("failed");
    writeCounter =
        Counter.builder("wsfleet.operator.writes")
            .description("Objects created, changed or deleted; does not rise while nothing changes")
            .register(registry);
    statusWriteCounter =
        Counter.builder("wsfleet.operator.status.writes")
            .description("Statuses written; does not rise while nothing changes")
            .register(registry);
    conflictCounter =
        Counter.builder("wsfleet.operator.conflicts")
            .description("How often another operator was seen to act on a fleet of this one")
            .register(registry);
    Gauge.builder("wsfleet.operator.leading", leading, AtomicInteger::get)
        .description("1 on the leader, 0 on an operator that waits for the Lease")
        .register(registry);
  }

  public io.javaoperatorsdk.operator.api.monitoring.Metrics frameworkMetrics() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** The metrics of each fleet. */
  public ClusterMetrics clusters() {
    return clusters;
  }

  /** Another operator has acted on a fleet of this one. */
  public void recordConflict() {
    conflictCounter.increment();
  }

  public void setLeading() {
    leading.set(1);
  }

  public void recordApply(int writes, List<ApplyFailure> failures) {
    writeCounter.increment(writes);
    failures.forEach(r -> applyFailures(r.reason()).increment());
  }

  public void recordStatusWrite() {
    statusWriteCounter.increment();
  }

  public void recordSuccess(FailoverStep failoverStep) {
    stepCounter(failoverStep, "taken").increment();
  }

  public void recordFailure(FailoverStep failoverStep) {
    stepCounter(failoverStep, "failed").increment();
  }

  public void recordSuccess(RotationStep rotationStep) {
    stepCounter(rotationStep, "taken").increment();
  }

  public void recordFailure(RotationStep rotationStep) {
    stepCounter(rotationStep, "failed").increment();
  }

  private Counter stepCounter(Object step, String outcome) {
    return Counter.builder("wsfleet.operator.redis.steps")
        .description("Steps on Redis and its pods")
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
        .description(
            "How often the API server refused an object, or the operator left one alone, and why")
        .tag("reason", reason.name())
        .register(registry);
  }

  private Counter pollCounter(String outcome) {
    return Counter.builder("wsfleet.operator.gateway.polls")
        .description("Polls of /status of gateways")
        .tag("outcome", outcome)
        .register(registry);
  }
}
