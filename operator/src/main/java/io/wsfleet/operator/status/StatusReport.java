package io.wsfleet.operator.status;

import io.wsfleet.operator.api.Condition;
import io.wsfleet.operator.api.WebSocketClusterStatus;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.status.Verdict.Said;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of an observed fleet. Where nothing has changed it equals the former one. */
public final class StatusReport {

  private StatusReport() {}

  public static WebSocketClusterStatus of(
      Observation seen, @Nullable WebSocketClusterStatus former, Instant now) {
    var cluster = seen.cluster();
    var verdict = Verdict.of(seen);
    return new WebSocketClusterStatus(
        cluster.getMetadata().getGeneration(),
        seen.gateways().stream().mapToInt(Pods::replicas).sum(),
        selector(cluster.getMetadata().getName()),
        verdict.readyGateways() + "/" + verdict.desiredGateways(),
        verdict.readyRedis() + "/" + verdict.desiredRedis(),
        connections(seen),
        Address.url(seen, former == null ? null : former.url()).orElse(null),
        seen.revision(),
        seen.redis(),
        List.of(
            condition("Ready", verdict.ready(), seen, former, now),
            condition("Progressing", verdict.progressing(), seen, former, now),
            condition("Degraded", verdict.degraded(), seen, former, now),
            condition("BusReady", verdict.busReady(), seen, former, now)));
  }

  private static String selector(String cluster) {
    return Labels.selector(cluster, Labels.GATEWAY).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }

  /** Of those that have been heard; where none has, nothing is said rather than 0. */
  private static @Nullable Integer connections(Observation seen) {
    var heard =
        seen.readyGateways().stream()
            .map(p -> seen.connections().get(p.getMetadata().getName()))
            .filter(c -> c != null)
            .toList();
    return heard.isEmpty() && !seen.readyGateways().isEmpty()
        ? null
        : Integer.valueOf(heard.stream().mapToInt(c -> c).sum());
  }

  private static Condition condition(
      String type,
      Said said,
      Observation seen,
      @Nullable WebSocketClusterStatus former,
      Instant now) {
    var status = said.holds() ? "True" : "False";
    var since =
        Optional.ofNullable(former)
            .flatMap(f -> f.condition(type))
            .filter(c -> c.status().equals(status))
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        type,
        status,
        said.reason().name(),
        said.sentence(),
        seen.cluster().getMetadata().getGeneration(),
        since);
  }
}
