package io.wsfleet.operator.status;

import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.kube.Refusal;
import java.util.Optional;

/**
 * Whether the fleet serves, whether it is on its way, and whether somebody has to look at it.
 *
 * <p>Ready means that as many gateways as asked for serve, of whatever revision, and that each
 * hears all of them: a rollout leaves it True. Progressing is True until all is as the spec asks.
 */
record Verdict(
    int readyGateways,
    int desiredGateways,
    int readyRedis,
    int desiredRedis,
    Said ready,
    Said progressing,
    Said degraded,
    Said busReady) {

  /** One condition, before it is known since when. */
  record Said(boolean holds, Reason reason, String sentence) {}

  static Verdict of(Observation seen) {
    var spec = seen.cluster().desired();
    int desiredGateways = spec.gateway().replicas();
    int readyGateways = seen.gateways().stream().mapToInt(Pods::ready).sum();
    int desiredRedis = 1 + spec.redis().replicas();
    int readyRedis =
        seen.redisMaster().map(Pods::ready).orElse(0)
            + seen.redisReplicas().map(Pods::ready).orElse(0);
    var trouble = Trouble.first(seen);
    return new Verdict(
        readyGateways,
        desiredGateways,
        readyRedis,
        desiredRedis,
        ready(seen, readyGateways, desiredGateways, readyRedis, desiredRedis, trouble),
        progressing(seen, readyGateways, desiredGateways, readyRedis, desiredRedis),
        degraded(trouble),
        Hearing.of(seen));
  }

  private static Said ready(
      Observation seen,
      int readyGateways,
      int desiredGateways,
      int readyRedis,
      int desiredRedis,
      Optional<Trouble> trouble) {
    if (seen.service().isEmpty()) {
      return trouble
          .map(t -> new Said(false, t.reason(), t.sentence()))
          .orElse(new Said(false, Reason.NoService, "The Service is not there yet."));
    }
    int neededRedis = 1 + seen.cluster().desired().redis().acknowledging();
    if (readyRedis < neededRedis) {
      return new Said(
          false,
          Reason.RedisNotReady,
          "%d of %d Redis pods are ready, and messages are to be on %d."
              .formatted(readyRedis, desiredRedis, neededRedis));
    }
    if (readyGateways < desiredGateways) {
      return new Said(
          false,
          Reason.GatewaysNotReady,
          "%d of %d gateways are ready.".formatted(readyGateways, desiredGateways));
    }
    var bus = Hearing.of(seen);
    if (!bus.holds()) {
      return bus;
    }
    if (desiredGateways == 0) {
      return new Said(true, Reason.ScaledToZero, "No gateways are asked for, so nobody is served.");
    }
    return new Said(true, Reason.Serving, "%d gateways serve.".formatted(readyGateways));
  }

  private static Said progressing(
      Observation seen, int readyGateways, int desiredGateways, int readyRedis, int desiredRedis) {
    var waiting = seen.refusals().stream().filter(Refusal::waiting).findFirst();
    if (waiting.isPresent()) {
      return new Said(true, waiting.get().reason(), waiting.get().sentence());
    }
    if (!seen.refusals().isEmpty()) {
      return new Said(true, Reason.Blocked, "Not all objects can be brought about; see Degraded.");
    }
    int current = seen.currentGateways().map(Pods::ready).orElse(0);
    if (seen.gateways().size() > 1) {
      return new Said(
          true,
          Reason.RollingOut,
          "%d of %d gateways are of revision %s."
              .formatted(current, desiredGateways, seen.revision()));
    }
    if (seen.redisMaster().filter(Pods::isSettled).isEmpty() || readyRedis != desiredRedis) {
      return new Said(
          true,
          Reason.StartingRedis,
          "%d of %d Redis pods are ready.".formatted(readyRedis, desiredRedis));
    }
    if (seen.redisReplicas().filter(d -> !Pods.isSettled(d)).isPresent()) {
      return new Said(true, Reason.StartingRedis, "The Redis replicas are replaced one by one.");
    }
    if (seen.currentGateways().filter(Pods::isSettled).isEmpty()
        || readyGateways != desiredGateways) {
      return new Said(
          true,
          Reason.Scaling,
          "%d of %d gateways are ready.".formatted(readyGateways, desiredGateways));
    }
    return new Said(false, Reason.Settled, "Everything is as the spec asks.");
  }

  private static Said degraded(Optional<Trouble> trouble) {
    return trouble
        .map(t -> new Said(true, t.reason(), t.sentence()))
        .orElse(new Said(false, Reason.AsExpected, "Nothing stands in the way."));
  }
}
