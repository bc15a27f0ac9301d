package io.wsfleet.operator.status;

import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.status.Verdict.Said;
import java.util.List;
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
    var gateways = asked(seen);
    for (String gateway : gateways) {
      var hears = seen.hears().getOrDefault(gateway, Set.of());
      for (String other : gateways) {
        if (!hears.contains(other)) {
          return new Said(false, Reason.GatewayUnheard, unheard(gateway, other, hears));
        }
      }
    }
    if (!gateways.isEmpty()) {
      return new Said(
          true,
          Reason.EachHearsAll,
          gateways.size() == 1
              ? "The one gateway hears itself through the bus."
              : "%d gateways hear each other.".formatted(gateways.size()));
    }
    return seen.readyGateways().isEmpty()
        ? new Said(true, Reason.NobodyToHear, "Redis has a master, and no gateway is ready.")
        : new Said(false, Reason.GatewaySilent, "No gateway has said yet of whom it hears.");
  }

  /** One that has just become ready counts once it was asked, which is within a second. */
  private static List<String> asked(Observation seen) {
    return seen.readyGateways().stream()
        .map(p -> p.getMetadata().getName())
        .filter(seen.hears()::containsKey)
        .toList();
  }

  private static String unheard(String gateway, String other, Set<String> hears) {
    return hears.isEmpty()
        ? "Gateway %s hears nothing from the fleet's bus.".formatted(gateway)
        : "Gateway %s does not hear gateway %s through the bus.".formatted(gateway, other);
  }
}
