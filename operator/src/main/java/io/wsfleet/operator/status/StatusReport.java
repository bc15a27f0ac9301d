package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Pods;
import io.wsfleet.operator.status.Conditions.ConditionValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of an observed fleet. Without a change it equals the former one. */
public final class StatusReport {

  private StatusReport() {}

  public static WebSocketClusterStatus of(
      ClusterObservation observation, @Nullable WebSocketClusterStatus former, Instant now) {
    var cluster = observation.cluster();
    var conditions = Conditions.of(observation);
    return new WebSocketClusterStatus(
        cluster.getMetadata().getGeneration(),
        observation.gateways().stream().mapToInt(Pods::replicas).sum(),
        selector(cluster.getMetadata().getName()),
        conditions.readyGateways() + "/" + conditions.desiredGateways(),
        conditions.readyRedis() + "/" + conditions.desiredRedis(),
        connections(observation),
        ClientUrl.url(observation, former == null ? null : former.url()).orElse(null),
        observation.revision(),
        observation.redis(),
        List.of(
            condition("Ready", conditions.ready(), observation, former, now),
            condition("Progressing", conditions.progressing(), observation, former, now),
            condition("Degraded", conditions.degraded(), observation, former, now),
            condition("BusReady", conditions.busReady(), observation, former, now)));
  }

  private static String selector(String cluster) {
    return Labels.selector(cluster, Labels.GATEWAY).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }

  /** The sum of the reported numbers; null, and not 0, if no gateway has reported. */
  private static @Nullable Integer connections(ClusterObservation observation) {
    var reported =
        observation.readyGateways().stream()
            .map(p -> observation.connections().get(p.getMetadata().getName()))
            .filter(c -> c != null)
            .toList();
    return reported.isEmpty() && !observation.readyGateways().isEmpty()
        ? null
        : Integer.valueOf(reported.stream().mapToInt(c -> c).sum());
  }

  private static Condition condition(
      String type,
      ConditionValue conditionValue,
      ClusterObservation observation,
      @Nullable WebSocketClusterStatus former,
      Instant now) {
    var status = conditionValue.holds() ? "True" : "False";
    var since =
        Optional.ofNullable(former)
            .flatMap(f -> f.condition(type))
            .filter(c -> c.status().equals(status))
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        type,
        status,
        conditionValue.reason().name(),
        conditionValue.message(),
        observation.cluster().getMetadata().getGeneration(),
        since);
  }
}
