package io.wsfleet.bench.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row of the results table; the goal is the gateway's. Less is better, except for throughput. */
public record Row(String key, String title, String unit, int digits, @Nullable Double goal) {

  /** All rows, in the order of the table. */
  public static final List<Row> ALL =
      List.of(
          new Row("bmax", "broadcast to 1,000, closed loop", "CPU µs / delivery", 1, 1.3),
          new Row("bopen", "broadcast to 1,000, 20 a second", "CPU µs / delivery", 1, 7.5),
          new Row("bopen.p99", "its latency, 99th percentile", "ms", 1, 12.0),
          new Row("rmax", "200 rooms of ten, closed loop", "CPU µs / delivery", 1, 6.5),
          new Row("ropen", "200 rooms of ten, 1,000 a second", "CPU µs / delivery", 1, 17.0),
          new Row("ropen.p99", "its latency, 99th percentile", "ms", 1, null),
          new Row("echo", "echo with an acknowledgement", "CPU µs / request", 1, 7.0),
          new Row("connect", "new connection", "CPU µs", 0, 80.0),
          new Row("idle.heap", "idle connection, heap", "bytes", 0, 2000.0),
          new Row(
              "idle.pss.once", "idle connection, memory, 1,000 to 10,000 at once", "KB", 1, 5.0),
          new Row("idle.pss.twice", "idle connection, memory, by way of 5,000", "KB", 1, 5.0),
          new Row("idle.cpu", "10,000 idle with heartbeats, warm", "CPU ms / s", 1, 11.0),
          new Row("bmax.rate", "broadcast, closed loop: throughput", "deliveries / s", 0, null),
          new Row("rmax.rate", "rooms, closed loop: throughput", "deliveries / s", 0, null),
          new Row("echo.rate", "echo: throughput", "requests / s", 0, null));

  boolean isThroughput() {
    return unit.endsWith(" / s") && goal == null;
  }

  String format(double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
