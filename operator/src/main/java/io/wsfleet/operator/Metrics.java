package io.wsfleet.operator;

import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wsfleet.operator.connections.GatewayReports;

/** What the operator counts; docs/operator.md lists it. */
final class Metrics implements GatewayReports.Outcomes {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter answered;
  private final Counter failed;

  Metrics() {
    // The framework registers it with two sets of tags, of which Prometheus takes only the first.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("events.received"));
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    answered = polls("answered");
    failed = polls("failed");
  }

  io.javaoperatorsdk.operator.api.monitoring.Metrics ofTheFramework() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void answered() {
    answered.increment();
  }

  @Override
  public void failed() {
    failed.increment();
  }

  private Counter polls(String outcome) {
    return Counter.builder("wsfleet.operator.gateway.polls")
        .description("How often gateways were asked for their connections")
        .tag("outcome", outcome)
        .register(registry);
  }
}
