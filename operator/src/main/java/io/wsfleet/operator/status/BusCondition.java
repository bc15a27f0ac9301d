package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.status.Conditions.ConditionValue;
import java.util.List;
import java.util.Set;

/**
 * Whether what one gateway says reaches all. It is not taken from Redis being there: each gateway
 * says now and then that it lives, and each is asked of whom it has heard.
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
              : "Redis has no master at the moment; one is being put in, in term %d. %s"
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
              ? "The one gateway hears itself through the bus."
              : "%d gateways hear each other.".formatted(gateways.size()));
    }
    return observation.readyGateways().isEmpty()
        ? new ConditionValue(
            true, Reason.NoReadyGateways, "Redis has a master, and no gateway is ready.")
        : new ConditionValue(
            false, Reason.GatewayStatusUnknown, "No gateway has said yet of whom it hears.");
  }

  /** One that has just become ready counts once it was asked, which is within a second. */
  private static List<String> polledGateways(ClusterObservation observation) {
    return observation.readyGateways().stream()
        .map(p -> p.getMetadata().getName())
        .filter(observation.heartbeatsFrom()::containsKey)
        .toList();
  }

  private static String disconnectedMessage(
      String gateway, String other, Set<String> heartbeatsFrom) {
    return heartbeatsFrom.isEmpty()
        ? "Gateway %s hears nothing from the fleet's bus.".formatted(gateway)
        : "Gateway %s does not hear gateway %s through the bus.".formatted(gateway, other);
  }
}
