package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Fleets in the middle of a failover, and assertions about plans. */
final class FailoverCases {

  private FailoverCases() {}

  static List<FailoverStep> acknowledging(FailoverPlan failoverPlan) {
    return failoverPlan.steps().stream()
        .filter(FailoverStep.SetMinInSyncReplicas.class::isInstance)
        .toList();
  }

  static FailoverObservationBuilder electing(int replicas) {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(replicas);
    failoverObservationBuilder.recorded(
        Term.of(failoverObservationBuilder.recorded())
            .electing(FailoverObservationBuilder.NOW, 1)
            .status());
    for (int i = 1; i <= replicas; i++) {
      failoverObservationBuilder.detached("r" + i, 1000);
    }
    return failoverObservationBuilder.restarted("m").podRole("m", PodRole.NONE);
  }

  static RedisState heldOffMaster(long offset) {
    return new RedisState.Reachable(
        "run-m",
        new RedisState.Replica(RedisState.Replica.NO_MASTER, false, 1),
        FailoverObservationBuilder.HISTORY,
        "",
        offset,
        5,
        new StreamTip(5, offset),
        1,
        FailoverObservationBuilder.address("m"));
  }

  /** A failover has made r1 the master, and m follows it. */
  static FailoverObservationBuilder away(Duration since) {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2);
    var was = failoverObservationBuilder.recorded();
    failoverObservationBuilder.recorded(
        RedisStatus.builder()
            .term(5)
            .phase(RedisPhase.Serving, FailoverObservationBuilder.NOW.minus(since))
            .master(new RedisMember("r1", "run-r1"))
            .history(FailoverObservationBuilder.HISTORY)
            .minInSyncReplicas(1)
            .members(List.of(new RedisMember("m", "run-m"), new RedisMember("r2", "run-r2")))
            .failedOver(FailoverObservationBuilder.NOW.minus(since).toString(), 1)
            .dataLoss(was.dataLoss())
            .build());
    failoverObservationBuilder
        .announcing("r1")
        .with(
            "r1",
            failoverObservationBuilder.reachable(
                "r1",
                new RedisState.Master(Map.of("at-m", 1000L, "at-r2", 1000L)),
                FailoverObservationBuilder.OFFSET));
    failoverObservationBuilder
        .with("m", failoverObservationBuilder.replica("r1"))
        .with("r2", failoverObservationBuilder.replica("r1"));
    return failoverObservationBuilder
        .podRole("m", PodRole.REPLICA)
        .podRole("r1", PodRole.master(false))
        .podRole("r2", PodRole.REPLICA);
  }

  static void assertPromotes(String pod, FailoverPlan failoverPlan) {
    assertTrue(
        failoverPlan.steps().stream()
            .anyMatch(s -> s instanceof FailoverStep.Promote p && p.node().pod().equals(pod)),
        () -> failoverPlan.message() + " " + failoverPlan.steps());
    assertEquals(pod, record(failoverPlan).master());
    assertEquals(RedisPhase.Promoting, record(failoverPlan).phase());
  }

  static void assertHolds(FailoverPlan failoverPlan, String... pods) {
    var held =
        failoverPlan.steps().stream()
            .filter(FailoverStep.Detach.class::isInstance)
            .map(s -> ((FailoverStep.Detach) s).node().pod())
            .toList();
    assertTrue(held.containsAll(List.of(pods)), () -> held.toString());
  }

  static RedisStatus record(FailoverPlan failoverPlan) {
    return java.util.Objects.requireNonNull(failoverPlan.record());
  }
}
