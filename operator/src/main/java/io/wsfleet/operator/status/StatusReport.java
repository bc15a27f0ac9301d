package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Pods;
import io.wsfleet.operator.status.Conditions.ConditionValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of an observed fleet, and when it may change without an event. Without a change it
 * equals the former one.
 *
 * @param recheckAfter null if only an event can change the status
 */
public record StatusReport(WebSocketClusterStatus status, @Nullable Duration recheckAfter) {

  /** Of what is not settled some ages decide, which bring no event. */
  private static final Duration UNSETTLED_RECHECK = Duration.ofSeconds(5);

  public static StatusReport of(
      ClusterObservation observation, @Nullable WebSocketClusterStatus formerStatus) {
    var former = new FormerStatus(formerStatus);
    var now = observation.time().now();
    var conditions = Conditions.of(observation, former);
    var observed = connections(observation);
    var connections =
        (formerStatus == null
                ? new ReportedConnections(null, null)
                : new ReportedConnections(formerStatus.connections(), formerStatus.connectionsAt()))
            .next(observed, now);
    var status = status(observation, formerStatus, conditions, connections);
    var recheckAfter =
        Stream.of(isSettled(conditions) ? null : UNSETTLED_RECHECK, connections.wait(observed, now))
            .filter(Objects::nonNull)
            .min(Duration::compareTo)
            .orElse(null);
    return new StatusReport(status, recheckAfter);
  }

  /** The former status with a failure that left nothing else to observe. */
  public static WebSocketClusterStatus ofFailure(
      ApplyFailure failure, WebSocketClusterStatus former, Instant now) {
    var before = former.condition("Degraded");
    var degraded =
        new Condition(
            "Degraded",
            "True",
            failure.reason().name(),
            failure.message(),
            Objects.requireNonNullElse(former.observedGeneration(), 0L),
            before
                .filter(Condition::holds)
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()));
    return former.withConditions(
        Stream.concat(
                former.conditions().stream().filter(c -> !c.type().equals("Degraded")),
                Stream.of(degraded))
            .toList());
  }

  /** Whether a fleet is ready and nothing of it changes or fails. */
  public static boolean isSettled(@Nullable WebSocketClusterStatus status) {
    var former = new FormerStatus(status);
    return former.holds("Ready") && !former.holds("Progressing") && !former.holds("Degraded");
  }

  private static boolean isSettled(Conditions conditions) {
    return conditions.ready().holds()
        && !conditions.progressing().holds()
        && !conditions.degraded().holds();
  }

  private static WebSocketClusterStatus status(
      ClusterObservation observation,
      @Nullable WebSocketClusterStatus former,
      Conditions conditions,
      ReportedConnections connections) {
    var cluster = observation.cluster();
    return new WebSocketClusterStatus(
        cluster.getMetadata().getGeneration(),
        observation.gateways().stream().mapToInt(Pods::replicas).sum(),
        selector(cluster.getMetadata().getName()),
        conditions.readyGateways() + "/" + conditions.desiredGateways(),
        conditions.readyRedis() + "/" + conditions.desiredRedis(),
        connections.count(),
        connections.at(),
        ClientUrl.url(observation, former == null ? null : former.url()).orElse(null),
        observation.revision(),
        observation.redis(),
        List.of(
            condition("Ready", conditions.ready(), observation, former),
            condition("Progressing", conditions.progressing(), observation, former),
            condition("Degraded", conditions.degraded(), observation, former),
            condition("BusReady", conditions.busReady(), observation, former),
            condition("Reconciling", conditions.reconciling(), observation, former),
            condition("Stalled", conditions.stalled(), observation, former)));
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
        : Integer.valueOf(
            (int) Math.min(Integer.MAX_VALUE, reported.stream().mapToLong(c -> c).sum()));
  }

  private static Condition condition(
      String type,
      ConditionValue conditionValue,
      ClusterObservation observation,
      @Nullable WebSocketClusterStatus former) {
    var status = conditionValue.holds() ? "True" : "False";
    var since =
        Optional.ofNullable(former)
            .flatMap(f -> f.condition(type))
            .filter(c -> c.status().equals(status))
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> observation.time().now().truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        type,
        status,
        conditionValue.reason().name(),
        conditionValue.message(),
        observation.cluster().getMetadata().getGeneration(),
        since);
  }
}
