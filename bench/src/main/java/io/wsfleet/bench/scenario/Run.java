package io.wsfleet.bench.scenario;

import io.wsfleet.bench.machine.CpuUsage;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one run of a scenario. Processor times are microseconds for each delivery, request
 * or connection; latencies are milliseconds from when a message was scheduled.
 *
 * @param foreign the part of the machine that other processes used
 */
public record Run(
    long count,
    double seconds,
    double perSecond,
    double serversMicros,
    double nodesMicros,
    double redisMicros,
    double generatorMicros,
    double foreign,
    @Nullable Double p50,
    @Nullable Double p90,
    @Nullable Double p99,
    @Nullable Double max) {

  static Run of(long count, CpuUsage cpuUsage, @Nullable Histogram latency) {
    return new Run(
        count,
        rounded(cpuUsage.seconds()),
        rounded(count / cpuUsage.seconds()),
        micros(cpuUsage.servers(), count),
        micros(cpuUsage.nodes(), count),
        micros(cpuUsage.redis(), count),
        micros(cpuUsage.generator(), count),
        rounded(cpuUsage.foreign()),
        millis(latency, 50),
        millis(latency, 90),
        millis(latency, 99),
        millis(latency, 100));
  }

  boolean isQuiet() {
    return foreign <= RunPlan.MAX_FOREIGN_CPU;
  }

  private static double micros(double seconds, long count) {
    return count == 0 ? 0 : rounded(seconds * 1e6 / count);
  }

  private static @Nullable Double millis(@Nullable Histogram latency, double percentile) {
    return latency == null ? null : rounded(latency.getValueAtPercentile(percentile) / 1e6);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
