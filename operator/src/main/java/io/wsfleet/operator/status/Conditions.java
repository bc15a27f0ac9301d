package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of an observed fleet.
 *
 * <p>Ready means that as many gateways as desired serve, of any revision, and that each receives
 * the heartbeats of all: a rollout and a scale-up leave it True. Progressing is True until
 * everything is as the spec asks. Reconciling and Stalled say the same in the words of kstatus,
 * which Flux, Helm and others read: at most one of them is True, and while Progressing is True one
 * of them is.
 */
record Conditions(
    int readyGateways,
    int desiredGateways,
    int readyRedis,
    int desiredRedis,
    ConditionValue ready,
    ConditionValue progressing,
    ConditionValue degraded,
    ConditionValue busReady,
    ConditionValue reconciling,
    ConditionValue stalled) {

  /** A failure that lasts as long as this does not end by itself. */
  static final Duration STALL_GRACE = Duration.ofSeconds(30);

  /** A cluster autoscaler or another administrator may still help with these. */
  private static final Set<Reason> SLOW =
      Set.of(Reason.Unschedulable, Reason.QuotaExceeded, Reason.PodsRefused);

  /** A condition without its time of transition. */
  record ConditionValue(boolean holds, Reason reason, String message) {}

  static Conditions of(ClusterObservation observation, FormerStatus former) {
    return new Evaluation(observation, former).conditions();
  }

  private static final class Evaluation {
    private final ClusterObservation observation;
    private final FormerStatus former;
    private final int readyGateways;
    private final int desiredGateways;
    private final int readyRedis;
    private final int desiredRedis;
    private final @Nullable DegradedCause degradedCause;
    private final BusCondition bus;

    Evaluation(ClusterObservation observation, FormerStatus former) {
      var spec = observation.cluster().effectiveSpec();
      this.observation = observation;
      this.former = former;
      this.readyGateways = observation.readyReplicas();
      this.desiredGateways = spec.gateway().replicas();
      this.readyRedis =
          observation.redisMaster().map(Pods::readyReplicas).orElse(0)
              + observation.redisReplicas().map(Pods::readyReplicas).orElse(0);
      this.desiredRedis = 1 + spec.redis().replicas();
      this.degradedCause = DegradedCause.first(observation, former).orElse(null);
      this.bus = BusCondition.of(observation, former);
    }

    Conditions conditions() {
      var ready = ready();
      var progressing = progressing();
      var stalled = stalled(ready, progressing);
      return new Conditions(
          readyGateways,
          desiredGateways,
          readyRedis,
          desiredRedis,
          ready,
          progressing,
          degraded(),
          bus.value(),
          reconciling(progressing, stalled),
          stalled);
    }

    private ConditionValue ready() {
      if (observation.service().isEmpty()) {
        return degradedCause != null
            ? new ConditionValue(false, degradedCause.reason(), degradedCause.message())
            : new ConditionValue(false, Reason.NoService, "The Service does not exist yet.");
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
      if (readyGateways < desiredGateways && !isScalingUp()) {
        return new ConditionValue(
            false,
            Reason.GatewaysNotReady,
            "%d of %d gateways are ready.".formatted(readyGateways, desiredGateways));
      }
      if (!bus.value().holds()) {
        return bus.value();
      }
      if (bus.isPending() && !former.holds("Ready")) {
        return new ConditionValue(false, Reason.AwaitingHeartbeats, AWAITING_HEARTBEATS);
      }
      if (desiredGateways == 0) {
        return new ConditionValue(true, Reason.ScaledToZero, "No gateways are desired.");
      }
      return new ConditionValue(
          true, Reason.Serving, "%d gateways serve.".formatted(readyGateways));
    }

    /**
     * Whether a fleet that was ready has no gateway less than before, and only gets more: then
     * those that are missing have never served. With a problem that is not so.
     */
    private boolean isScalingUp() {
      return former.holds("Ready")
          && readyGateways > 0
          && readyGateways >= Math.min(former.readyGateways(), desiredGateways)
          && degradedCause == null;
    }

    private ConditionValue progressing() {
      var progressing = unpausedProgressing();
      return observation.isPaused() && progressing.holds()
          ? new ConditionValue(
              true,
              Reason.Paused,
              "The annotation wsfleet.io/paused holds changes back: " + progressing.message())
          : progressing;
    }

    private ConditionValue unpausedProgressing() {
      var waiting =
          observation.applyFailures().stream().filter(ApplyFailure::temporary).findFirst();
      if (waiting.isPresent()) {
        return new ConditionValue(true, waiting.get().reason(), waiting.get().message());
      }
      if (!observation.applyFailures().isEmpty()) {
        return new ConditionValue(
            true, Reason.Blocked, "Not all objects can be applied; see Degraded.");
      }
      if (observation.gateways().size() > 1) {
        int current = observation.currentGateways().map(Pods::readyReplicas).orElse(0);
        return new ConditionValue(
            true,
            Reason.RollingOut,
            "%d of %d gateways are of revision %s."
                .formatted(current, desiredGateways, observation.revision()));
      }
      if (observation.redisMaster().filter(Pods::isSettled).isEmpty()
          || readyRedis != desiredRedis) {
        return new ConditionValue(
            true,
            Reason.StartingRedis,
            "%d of %d Redis pods are ready.".formatted(readyRedis, desiredRedis));
      }
      if (observation.isRedisOutdated()
          || observation.redisReplicas().filter(d -> !Pods.isSettled(d)).isPresent()) {
        return new ConditionValue(
            true, Reason.StartingRedis, "The Redis pods are being replaced one by one.");
      }
      if (observation.currentGateways().filter(this::isSettled).isEmpty()
          || readyGateways != desiredGateways) {
        return new ConditionValue(
            true,
            Reason.Scaling,
            "%d of %d gateways are ready.".formatted(readyGateways, desiredGateways));
      }
      return bus.isPending()
          ? new ConditionValue(true, Reason.AwaitingHeartbeats, AWAITING_HEARTBEATS)
          : new ConditionValue(false, Reason.Settled, "Everything is as the spec asks.");
    }

    private boolean isSettled(Deployment gateways) {
      return Pods.isSettled(gateways) && gateways.getSpec().getReplicas() == desiredGateways;
    }

    private ConditionValue degraded() {
      return degradedCause != null
          ? new ConditionValue(true, degradedCause.reason(), degradedCause.message())
          : new ConditionValue(false, Reason.AsExpected, "There is no problem.");
    }

    private ConditionValue stalled(ConditionValue ready, ConditionValue progressing) {
      boolean isDone = ready.holds() && !progressing.holds();
      return degradedCause == null || isDone || !lasts(degradedCause)
          ? new ConditionValue(false, Reason.AsExpected, "There is no problem.")
          : new ConditionValue(true, degradedCause.reason(), degradedCause.message());
    }

    /** A changed spec may be the solution, and gets the whole time. */
    private boolean lasts(DegradedCause cause) {
      var time = observation.time();
      var isOfPresentSpec = former.isOf(observation.cluster().getMetadata().getGeneration());
      if (former.holds("Stalled")) {
        return isOfPresentSpec;
      }
      var since =
          latest(former.heldSince("Degraded"), former.heldSince("Reconciling")).orElse(time.now());
      var grace = SLOW.contains(cause.reason()) ? time.progressDeadline() : STALL_GRACE;
      return isOfPresentSpec && former.holds("Degraded") && time.isPast(since, grace);
    }

    private static Optional<Instant> latest(Optional<Instant> a, Optional<Instant> b) {
      return a.isPresent() && b.isPresent() ? (a.get().isAfter(b.get()) ? a : b) : a.or(() -> b);
    }

    private static ConditionValue reconciling(ConditionValue progressing, ConditionValue stalled) {
      if (stalled.holds()) {
        return new ConditionValue(
            false, stalled.reason(), "It does not continue by itself; see Stalled.");
      }
      return progressing;
    }
  }

  private static final String AWAITING_HEARTBEATS =
      "Gateways that have just become ready have not yet received the heartbeats of the others.";
}
