package io.wsfleet.operator.status;

import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.status.Verdict.Said;
import java.util.Set;

/**
 * Whether what one gateway says reaches all. It is not taken from Redis being there: each gateway
 * says now and then that it lives, and each is asked of whom it has heard.
 */
final class Hearing {

  private Hearing() {}

  static Said of(Observation seen) {
    var redis = seen.redis();
    if (redis == null || redis.phase() != RedisPhase.Serving) {
      return new Said(
          false,
          Reason.NoRedisMaster,
          redis == null
              ? "Redis has no master yet. " + seen.redisNow()
              : "Redis has no master at the moment; one is being put in, in term %d. %s"
                  .formatted(redis.term(), seen.redisNow()));
    }
    var gateways = seen.readyGateways().stream().map(p -> p.getMetadata().getName()).toList();
    for (String gateway : gateways) {
      var hears = seen.hears().get(gateway);
      if (hears == null) {
        return new Said(
            false,
            Reason.GatewaySilent,
            "Gateway %s has not said yet of whom it hears.".formatted(gateway));
      }
      for (String other : gateways) {
        if (!hears.contains(other)) {
          return new Said(false, Reason.GatewayUnheard, unheard(gateway, other, hears));
        }
      }
    }
    return gateways.isEmpty()
        ? new Said(true, Reason.NobodyToHear, "Redis has a master, and no gateway is ready.")
        : new Said(
            true, Reason.EachHearsAll, "%d gateways hear each other.".formatted(gateways.size()));
  }

  private static String unheard(String gateway, String other, Set<String> hears) {
    return hears.isEmpty()
        ? "Gateway %s hears nothing from the fleet's bus.".formatted(gateway)
        : "Gateway %s does not hear gateway %s through the bus.".formatted(gateway, other);
  }
}
