package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeavingMasterTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void isShownAsMasterNoMoreOnceItHasHandedOver() {
    var mark = new Mark(2, 0);
    var former =
        new Node(
            "a",
            "10.0.0.1",
            true,
            true,
            false,
            Standing.master(false),
            new Said.Answer(
                "run-a",
                new Said.Replica("10.0.0.2", true, 0),
                "h",
                "g",
                10,
                2,
                mark,
                0,
                "10.0.0.2"));
    var master =
        new Node(
            "b",
            "10.0.0.2",
            false,
            false,
            false,
            Standing.REPLICA,
            new Said.Answer(
                "run-b",
                new Said.Master(Map.of("10.0.0.1", 10L)),
                "h",
                "g",
                10,
                2,
                mark,
                0,
                "10.0.0.2"));
    var record =
        new RedisStatus(
            2L,
            RedisPhase.Serving,
            "b",
            "run-b",
            null,
            "h",
            null,
            List.of(),
            0,
            List.of(new RedisMember("a", "run-a")),
            NOW.toString(),
            null,
            0,
            null);
    var plan =
        Failover.plan(
            new Observation(NOW, record, List.of(former, master), 1, 0, null), Timing.STANDARD);
    assertTrue(plan.steps().contains(new Step.Show(former, Standing.OUT)), plan::toString);
  }
}
