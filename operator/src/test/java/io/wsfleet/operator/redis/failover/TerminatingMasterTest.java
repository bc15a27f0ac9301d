package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminatingMasterTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void losesTheRoleLabelOnceItHasHandedOver() {
    var streamTip = new StreamTip(2, 0);
    var former =
        new RedisNode(
            "a",
            "10.0.0.1",
            true,
            true,
            false,
            PodRole.master(false),
            new RedisState.Reachable(
                "run-a",
                new RedisState.Replica("10.0.0.2", true, 0),
                "h",
                "g",
                10,
                2,
                streamTip,
                0,
                "10.0.0.2"));
    var master =
        new RedisNode(
            "b",
            "10.0.0.2",
            false,
            false,
            false,
            PodRole.REPLICA,
            new RedisState.Reachable(
                "run-b",
                new RedisState.Master(Map.of("10.0.0.1", 10L)),
                "h",
                "g",
                10,
                2,
                streamTip,
                0,
                "10.0.0.2"));
    var record =
        RedisStatus.builder()
            .term(2)
            .phase(RedisPhase.Serving, NOW)
            .master(new RedisMember("b", "run-b"))
            .history("h")
            .members(List.of(new RedisMember("a", "run-a")))
            .build();
    var failoverPlan =
        Failover.plan(
            new FailoverObservation(NOW, record, List.of(former, master), 1, 0, null),
            FailoverTimeouts.DEFAULT);
    assertTrue(
        failoverPlan.steps().contains(new FailoverStep.UpdatePod(former, PodRole.NONE)),
        failoverPlan::toString);
  }
}
