package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.kube.Pods;
import io.wsfleet.operator.status.Conditions.ConditionValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The condition BusReady: whether the messages of each gateway reach every gateway. A Redis master
 * is not enough: each gateway sends heartbeats through the bus and reports whose heartbeats it
 * receives.
 *
 * <p>A heartbeat that is missing between two gateways counts only when both have had {@link
 * #HEARTBEAT_GRACE} for it, since they became ready and since this operator observes. Until then
 * the condition stays as it was: gateways that come into a connected fleet do not change it, and a
 * fleet that starts becomes connected when all have heard all.
 *
 * @param isPending whether a gateway is ready whose heartbeats have not been exchanged yet
 */
record BusCondition(ConditionValue value, boolean isPending) {

  /**
   * A gateway that starts reads the newest heartbeats; one that is lost is noticed in this time.
   */
  static final Duration HEARTBEAT_GRACE = Duration.ofSeconds(15);

  /** A planned hand-over takes milliseconds. */
  static final Duration HANDOVER_GRACE = Duration.ofSeconds(5);

  static BusCondition of(ClusterObservation observation, FormerStatus former) {
    var redis = observation.redis();
    boolean wasConnected = former.holds("BusReady", Reason.BusConnected);
    if (redis == null || redis.phase() != RedisPhase.Serving) {
      return wasConnected && redis != null && isHandingOver(redis, observation.time())
          ? settled(true, Reason.BusConnected, "The Redis master is handing its role over.")
          : settled(false, Reason.NoRedisMaster, noMasterMessage(observation, redis));
    }
    var ready = observation.readyGateways();
    if (ready.isEmpty()) {
      return withoutGateways(observation);
    }
    var polled = ready.stream().filter(p -> heartbeats(observation, p).isPresent()).toList();
    var old = ready.stream().filter(p -> hasHadTime(p, observation.time())).toList();
    var missing = firstMissing(observation, polled.stream().filter(old::contains).toList());
    if (missing.isPresent()) {
      return settled(false, Reason.GatewayDisconnected, missing.get());
    }
    if (polled.isEmpty() && !old.isEmpty()) {
      return settled(
          false,
          Reason.GatewayStatusUnknown,
          "No gateway has reported yet which heartbeats it receives.");
    }
    boolean isPending =
        firstMissing(observation, polled).isPresent()
            || ready.stream().anyMatch(p -> !polled.contains(p) && !old.contains(p));
    if (!isPending) {
      return settled(true, Reason.BusConnected, connectedMessage(polled.size()));
    }
    return wasConnected
        ? new BusCondition(
            new ConditionValue(
                true,
                Reason.BusConnected,
                "Gateways that have just become ready are being connected to the others."),
            true)
        : new BusCondition(
            new ConditionValue(
                false,
                Reason.AwaitingHeartbeats,
                "The gateways have just become ready and have not yet received the heartbeats of"
                    + " each other."),
            true);
  }

  /**
   * Whether a gateway has had the time to receive the heartbeats of the others, and they its own.
   */
  static boolean hasHadTime(Pod gateway, ObservationTime time) {
    var ready =
        Pods.condition(gateway, "Ready")
            .flatMap(c -> FormerStatus.parse(c.getLastTransitionTime()))
            .orElse(Instant.EPOCH);
    return time.isPast(ready.isAfter(time.since()) ? ready : time.since(), HEARTBEAT_GRACE);
  }

  private static boolean isHandingOver(RedisStatus redis, ObservationTime time) {
    var since = FormerStatus.parse(redis.since());
    return redis.handoverFrom() != null
        && since.isPresent()
        && !time.isPast(since.get(), HANDOVER_GRACE);
  }

  private static BusCondition withoutGateways(ClusterObservation observation) {
    return observation.cluster().effectiveSpec().gateway().replicas() == 0
        ? settled(true, Reason.NoReadyGateways, "Redis has a master, and no gateways are desired.")
        : settled(false, Reason.NoReadyGateways, "Redis has a master, but no gateway is ready.");
  }

  /** Of those given, the first two of which one does not receive the heartbeats of the other. */
  private static Optional<String> firstMissing(ClusterObservation observation, List<Pod> gateways) {
    for (Pod gateway : gateways) {
      var heartbeatsFrom = heartbeats(observation, gateway).orElse(Set.of());
      for (Pod other : gateways) {
        if (!heartbeatsFrom.contains(name(other))) {
          return Optional.of(disconnectedMessage(name(gateway), name(other), heartbeatsFrom));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Set<String>> heartbeats(ClusterObservation observation, Pod gateway) {
    return Optional.ofNullable(observation.heartbeatsFrom().get(name(gateway)));
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static String connectedMessage(int gateways) {
    return gateways == 1
        ? "The gateway receives its own heartbeats."
        : "%d gateways receive the heartbeats of each other.".formatted(gateways);
  }

  private static String noMasterMessage(
      ClusterObservation observation, @Nullable RedisStatus redis) {
    return redis == null
        ? "Redis has no master yet. " + observation.redisMessage()
        : "Redis has no master at the moment; term %d is beginning. %s"
            .formatted(redis.term(), observation.redisMessage());
  }

  private static String disconnectedMessage(
      String gateway, String other, Set<String> heartbeatsFrom) {
    return heartbeatsFrom.isEmpty()
        ? "Gateway %s receives no heartbeat.".formatted(gateway)
        : "Gateway %s does not receive the heartbeats of gateway %s.".formatted(gateway, other);
  }

  private static BusCondition settled(boolean holds, Reason reason, String message) {
    return new BusCondition(new ConditionValue(holds, reason, message), false);
  }
}
