package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.status.Conditions.ConditionValue;
import java.util.List;
import java.util.Set;

/**
 * The condition BusReady: whether the messages of each gateway reach every gateway. A Redis master
 * is not enough: each gateway sends heartbeats through the bus and reports whose heartbeats it
 * receives.
 */
final class BusCondition {

  private BusCondition() {}

  static ConditionValue of(ClusterObservation observation) {
    var redis = observation.redis();
    if (redis == null || redis.phase() != RedisPhase.Serving) {
      return new ConditionValue(
          false,
          Reason.NoRedisMaster,
          redis == null
              ? "Redis has no master yet. " + observation.redisMessage()
              : "Redis has no master at the moment; term %d is beginning. %s"
                  .formatted(redis.term(), observation.redisMessage()));
    }
    var gateways = polledGateways(observation);
    for (String gateway : gateways) {
      var heartbeatsFrom = observation.heartbeatsFrom().getOrDefault(gateway, Set.of());
      for (String other : gateways) {
        if (!heartbeatsFrom.contains(other)) {
          return new ConditionValue(
              false,
              Reason.GatewayDisconnected,
              disconnectedMessage(gateway, other, heartbeatsFrom));
        }
      }
    }
    if (!gateways.isEmpty()) {
      return new ConditionValue(
          true,
          Reason.BusConnected,
          gateways.size() == 1
              ? "The gateway receives its own heartbeats."
              : "%d gateways receive the heartbeats of each other.".formatted(gateways.size()));
    }
    return observation.readyGateways().isEmpty()
        ? new ConditionValue(
            true, Reason.NoReadyGateways, "Redis has a master, but no gateway is ready.")
        : new ConditionValue(
            false,
            Reason.GatewayStatusUnknown,
            "No gateway has reported yet which heartbeats it receives.");
  }

  /** A gateway that has just become ready counts after its first poll, which is within a second. */
  private static List<String> polledGateways(ClusterObservation observation) {
    return observation.readyGateways().stream()
        .map(p -> p.getMetadata().getName())
        .filter(observation.heartbeatsFrom()::containsKey)
        .toList();
  }

  private static String disconnectedMessage(
      String gateway, String other, Set<String> heartbeatsFrom) {
    return heartbeatsFrom.isEmpty()
        ? "Gateway %s receives no heartbeat.".formatted(gateway)
        : "Gateway %s does not receive the heartbeats of gateway %s.".formatted(gateway, other);
  }
}
