package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operator is replaced by one of the next version while a hand-over is under way. */
class HandOverAcrossVersionsTest {

  /** What an operator before 0.1.0 has recorded, word for word. */
  private static final String RECORDED =
      """
      {"term":6,"phase":"Promoting","master":"r1","runId":"run-r1","from":"m","history":"history-5",
       "formerHistories":[],"acknowledgedBy":1,
       "members":[{"pod":"r2","runId":"run-r2"},{"pod":"m","runId":"run-m"}],
       "since":"2026-01-01T00:09:59.900Z","failovers":0}
      """;

  @Test
  void continuesTheHandOver() throws Exception {
    var plan = FailoverObservationBuilder.healthy(2).recorded(recorded()).plan();
    assertEquals(
        List.of("HandOver from m to r1"),
        plan.steps().stream()
            .map(FailoverStep.HandOver.class::cast)
            .map(s -> "HandOver from %s to %s".formatted(s.from().pod(), s.to().pod()))
            .toList());
    assertEquals(1, plan.record().minInSyncReplicas());
  }

  /** With the former master recorded it is known that this one has everything. */
  @Test
  void electsTheFormerMasterIfTheNextOneIsLost() throws Exception {
    var plan = FailoverObservationBuilder.healthy(2).recorded(recorded()).without("r1").plan();
    assertEquals(RedisPhase.Electing, plan.record().phase());
    assertEquals("m", plan.record().master());
    assertEquals(1, plan.record().minInSyncReplicas());
  }

  private static RedisStatus recorded() throws Exception {
    return new ObjectMapper().readValue(RECORDED, RedisStatus.class);
  }
}
