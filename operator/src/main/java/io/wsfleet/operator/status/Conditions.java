package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Pods;
import java.util.Optional;

/**
 * The conditions Ready, Progressing, Degraded and BusReady of an observed fleet.
 *
 * <p>Ready means that as many gateways as desired serve, of any revision, and that each receives
 * the heartbeats of all: a rollout leaves it True. Progressing is True until everything is as the
 * spec asks.
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

  /** A condition without its time of transition. */
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
          .orElse(new ConditionValue(false, Reason.NoService, "The Service does not exist yet."));
    }
    int neededRedis =
        1 + observation.cluster().effectiveSpec().redis().effectiveMinInSyncReplicas();
    if (readyRedis < neededRedis) {
      return new ConditionValue(
          false,
          Reason.RedisNotReady,
          "%d of %d Redis pods are ready; %d are required."
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
      return new ConditionValue(true, Reason.ScaledToZero, "No gateways are desired.");
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
          true, Reason.Blocked, "Not all objects can be applied; see Degraded.");
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
          true, Reason.StartingRedis, "The Redis replicas are being replaced one by one.");
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
        .orElse(new ConditionValue(false, Reason.AsExpected, "There is no problem."));
  }
}
