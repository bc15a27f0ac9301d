package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.RedisPhase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PromotionTest {

  private static final Duration LONG = Duration.ofSeconds(3);

  @Test
  void aHandOverWhoseNextMasterIsLostBecomesAnElectionWithTheFormerMaster() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2).terminating("m");
    var record = FailoverCases.record(failoverObservationBuilder.plan());
    failoverObservationBuilder
        .recorded(record)
        .linkDown("r1", 1000)
        .linkDown("r2", 1000)
        .unreachable("m", LONG);
    var next = FailoverCases.record(failoverObservationBuilder.plan());
    assertEquals(RedisPhase.Electing, next.phase());
    assertEquals("m", next.master());
    assertEquals(7, next.term());
    assertEquals(2, next.members().size());
  }
}
