package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.RedisPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureDetectorTest {

  private static final Duration LONG = Duration.ofSeconds(3);

  @Test
  void doesNothingIfOnlyTheOperatorIsCutOff() {
    var failoverPlan = FailoverObservationBuilder.healthy(2).unreachable("m", LONG).plan();
    assertEquals(List.of(), failoverPlan.steps());
    assertEquals(RedisPhase.Serving, FailoverCases.record(failoverPlan).phase());
  }

  @Test
  void doesNothingIfNoRedisAnswers() {
    var failoverPlan =
        FailoverObservationBuilder.healthy(2)
            .unreachable("m", LONG)
            .unreachable("r1", LONG)
            .unreachable("r2", LONG)
            .plan();
    assertEquals(List.of(), failoverPlan.steps());
    assertEquals(RedisPhase.Serving, FailoverCases.record(failoverPlan).phase());
  }

  @Test
  void replacesAMasterThatHangs() {
    var hangs =
        FailoverObservationBuilder.healthy(2)
            .unreachable("m", LONG)
            .lastIo("r1", 2)
            .lastIo("r2", 2);
    assertEquals(RedisPhase.Electing, FailoverCases.record(hangs.plan()).phase());
    var heard =
        FailoverObservationBuilder.healthy(2)
            .unreachable("m", LONG)
            .lastIo("r1", 2)
            .lastIo("r2", 1);
    assertEquals(RedisPhase.Serving, FailoverCases.record(heard.plan()).phase());
    var moment =
        FailoverObservationBuilder.healthy(2)
            .unreachable("m", Duration.ofMillis(900))
            .lastIo("r1", 2)
            .lastIo("r2", 2);
    assertEquals(RedisPhase.Serving, FailoverCases.record(moment.plan()).phase());
  }

  @Test
  void replacesAMasterThatRefusesConnectionsSooner() {
    var refuses =
        FailoverObservationBuilder.healthy(2)
            .refusingConnections("m", Duration.ofMillis(300))
            .linkDown("r1", 1000)
            .linkDown("r2", 1000);
    assertEquals(RedisPhase.Electing, FailoverCases.record(refuses.plan()).phase());
  }
}
