package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Pods;
import java.util.Optional;

/**
 * Whether the fleet serves, whether it is on its way, and whether somebody has to look at it.
 *
 * <p>Ready means that as many gateways as asked for serve, of whatever revision, and that each
 * hears all of them: a rollout leaves it True. Progressing is True until all is as the spec asks.
 */
record Conditions(
    int readyGateways,
    int desiredGateways,
    int readyRedis,
    int desiredRedis,
    ConditionValue ready,
    ConditionValue progressing,
    ConditionValue degraded,
    ConditionValue busReady) {

  /** One condition, before it is known since when. */
  record ConditionValue(boolean holds, Reason reason, String message) {}

  static Conditions of(ClusterObservation observation) {
    var spec = observation.cluster().effectiveSpec();
    int desiredGateways = spec.gateway().replicas();
    int readyGateways = observation.gateways().stream().mapToInt(Pods::readyReplicas).sum();
    int desiredRedis = 1 + spec.redis().replicas();
    int readyRedis =
        observation.redisMaster().map(Pods::readyReplicas).orElse(0)
            + observation.redisReplicas().map(Pods::readyReplicas).orElse(0);
    var degradedCause = DegradedCause.first(observation);
    return new Conditions(
        readyGateways,
        desiredGateways,
        readyRedis,
        desiredRedis,
        ready(observation, readyGateways, desiredGateways, readyRedis, desiredRedis, degradedCause),
        progressing(observation, readyGateways, desiredGateways, readyRedis, desiredRedis),
        degraded(degradedCause),
        BusCondition.of(observation));
  }

  private static ConditionValue ready(
      ClusterObservation observation,
      int readyGateways,
      int desiredGateways,
      int readyRedis,
      int desiredRedis,
      Optional<DegradedCause> degradedCause) {
    if (observation.service().isEmpty()) {
      return degradedCause
          .map(t -> new ConditionValue(false, t.reason(), t.message()))
          .orElse(new ConditionValue(false, Reason.NoService, "The Service is not there yet."));
    }
    int neededRedis =
        1 + observation.cluster().effectiveSpec().redis().effectiveMinInSyncReplicas();
    if (readyRedis < neededRedis) {
      return new ConditionValue(
          false,
          Reason.RedisNotReady,
          "%d of %d Redis pods are ready, and messages are to be on %d."
              .formatted(readyRedis, desiredRedis, neededRedis));
    }
    if (readyGateways < desiredGateways) {
      return new ConditionValue(
          false,
          Reason.GatewaysNotReady,
          "%d of %d gateways are ready.".formatted(readyGateways, desiredGateways));
    }
    var bus = BusCondition.of(observation);
    if (!bus.holds()) {
      return bus;
    }
    if (desiredGateways == 0) {
      return new ConditionValue(
          true, Reason.ScaledToZero, "No gateways are asked for, so nobody is served.");
    }
    return new ConditionValue(true, Reason.Serving, "%d gateways serve.".formatted(readyGateways));
  }

  private static ConditionValue progressing(
      ClusterObservation observation,
      int readyGateways,
      int desiredGateways,
      int readyRedis,
      int desiredRedis) {
    var waiting = observation.applyFailures().stream().filter(ApplyFailure::temporary).findFirst();
    if (waiting.isPresent()) {
      return new ConditionValue(true, waiting.get().reason(), waiting.get().message());
    }
    if (!observation.applyFailures().isEmpty()) {
      return new ConditionValue(
          true, Reason.Blocked, "Not all objects can be brought about; see Degraded.");
    }
    int current = observation.currentGateways().map(Pods::readyReplicas).orElse(0);
    if (observation.gateways().size() > 1) {
      return new ConditionValue(
          true,
          Reason.RollingOut,
          "%d of %d gateways are of revision %s."
              .formatted(current, desiredGateways, observation.revision()));
    }
    if (observation.redisMaster().filter(Pods::isSettled).isEmpty() || readyRedis != desiredRedis) {
      return new ConditionValue(
          true,
          Reason.StartingRedis,
          "%d of %d Redis pods are ready.".formatted(readyRedis, desiredRedis));
    }
    if (observation.redisReplicas().filter(d -> !Pods.isSettled(d)).isPresent()) {
      return new ConditionValue(
          true, Reason.StartingRedis, "The Redis replicas are replaced one by one.");
    }
    if (observation.currentGateways().filter(Pods::isSettled).isEmpty()
        || readyGateways != desiredGateways) {
      return new ConditionValue(
          true,
          Reason.Scaling,
          "%d of %d gateways are ready.".formatted(readyGateways, desiredGateways));
    }
    return new ConditionValue(false, Reason.Settled, "Everything is as the spec asks.");
  }

  private static ConditionValue degraded(Optional<DegradedCause> degradedCause) {
    return degradedCause
        .map(t -> new ConditionValue(true, t.reason(), t.message()))
        .orElse(new ConditionValue(false, Reason.AsExpected, "Nothing stands in the way."));
  }
}
