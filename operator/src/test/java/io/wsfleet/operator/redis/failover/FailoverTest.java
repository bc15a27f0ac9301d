package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A fleet that is settled, and one without a record; the phases have tests of their own. */
class FailoverTest {

  @Test
  void leavesAHealthyFleetAlone() {
    for (int replicas : List.of(0, 1, 2, 3)) {
      var failoverObservationBuilder = FailoverObservationBuilder.healthy(replicas);
      var failoverPlan = failoverObservationBuilder.plan();
      assertEquals(List.of(), failoverPlan.steps());
      assertEquals(failoverObservationBuilder.recorded(), failoverPlan.record());
      assertNull(failoverPlan.rescheduleAfter(), "there is nothing to wait for");
    }
  }

  @Test
  void makesThePreferredPodOfANewFleetTheMaster() {
    var failoverPlan = FailoverObservationBuilder.fresh(2).plan();
    FailoverCases.assertPromotes("m", failoverPlan);
    assertEquals(1, FailoverCases.record(failoverPlan).term());
    assertNull(FailoverCases.record(failoverPlan).dataLoss());
  }

  @Test
  void waitsForThePreferredPodInANewFleet() {
    var failoverPlan =
        FailoverObservationBuilder.fresh(2).with("m", new RedisState.NotStarted()).plan();
    assertEquals(List.of(), failoverPlan.steps());
    assertNull(failoverPlan.record());
  }

  @Test
  void keepsAMasterWithoutARecord() {
    var failoverPlan = FailoverObservationBuilder.healthy(2).recorded(null).plan();
    assertEquals("m", FailoverCases.record(failoverPlan).master());
    assertEquals(6, FailoverCases.record(failoverPlan).term(), "higher than any that is known");
    assertTrue(
        failoverPlan.steps().stream()
            .noneMatch(s -> s instanceof FailoverStep.Detach || s instanceof FailoverStep.Promote));
  }

  @Test
  void choosesTheRedisWithDataIfThereIsNoRecordAndTheMasterIsEmpty() {
    var failoverObservationBuilder =
        FailoverObservationBuilder.healthy(2)
            .recorded(null)
            .restarted("m")
            .detached("r1", 900)
            .detached("r2", 950);
    FailoverCases.assertPromotes("r2", failoverObservationBuilder.plan());
  }
}
