package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.RedisPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElectionTest {

  private static final Duration LONG = Duration.ofSeconds(3);

  @Test
  void beginsATermAndDetachesEveryRedisBeforeItCompares() {
    var failoverPlan =
        FailoverObservationBuilder.healthy(2)
            .restarted("m")
            .linkDown("r1", 1000)
            .linkDown("r2", 1000)
            .plan();
    assertEquals(RedisPhase.Electing, FailoverCases.record(failoverPlan).phase());
    assertEquals(6, FailoverCases.record(failoverPlan).term());
    assertEquals("m", FailoverCases.record(failoverPlan).master());
    FailoverCases.assertHolds(failoverPlan, "r1", "r2");
    assertTrue(
        failoverPlan.steps().get(0) instanceof FailoverStep.UpdatePod,
        "gateways are sent away first");
  }

  @Test
  void choosesTheRedisWithMostData() {
    FailoverCases.assertPromotes(
        "r1", FailoverCases.electing(2).detached("r1", 1200).detached("r2", 1100).plan());
    FailoverCases.assertPromotes(
        "r2", FailoverCases.electing(2).detached("r1", 1100).detached("r2", 1200).plan());
  }

  @Test
  void neverChoosesARestartedReplica() {
    FailoverCases.assertPromotes(
        "r2",
        FailoverCases.electing(3).restarted("r1").detached("r2", 900).detached("r3", 800).plan());
  }

  @Test
  void waitsForAReplicaThatMayHaveMore() {
    var failoverPlan =
        FailoverCases.electing(2).detached("r1", 1000).unreachable("r2", LONG).plan();
    assertEquals(List.of(), failoverPlan.steps());
    assertEquals(RedisPhase.Electing, FailoverCases.record(failoverPlan).phase());
    assertTrue(failoverPlan.message().contains("Waiting for Redis of r2"), failoverPlan.message());
  }

  @Test
  void doesNotWaitForTheThirdReplicaIfTwoAcknowledge() {
    var failoverPlan =
        FailoverCases.electing(3)
            .detached("r1", 1000)
            .detached("r2", 1001)
            .unreachable("r3", LONG)
            .plan();
    FailoverCases.assertPromotes("r2", failoverPlan);
    assertNull(FailoverCases.record(failoverPlan).dataLoss());
  }

  @Test
  void reportsPossibleLossIfMasterAndReplicaAreLostAtTheSameTime() {
    var two = FailoverCases.electing(2).restarted("r1").detached("r2", 1000).plan();
    FailoverCases.assertPromotes("r2", two);
    assertNotNull(FailoverCases.record(two).dataLoss());

    var three =
        FailoverCases.electing(3).restarted("r1").detached("r2", 1000).detached("r3", 999).plan();
    FailoverCases.assertPromotes("r2", three);
    assertNull(FailoverCases.record(three).dataLoss());
  }

  @Test
  void startsEmptyIfEveryRedisWasRestarted() {
    var failoverPlan = FailoverCases.electing(2).restarted("r1").restarted("r2").plan();
    FailoverCases.assertPromotes("m", failoverPlan);
    assertNotNull(FailoverCases.record(failoverPlan).dataLoss());
  }

  @Test
  void choosesTheFormerMasterIfItAnswersAgainWithMore() {
    var failoverObservationBuilder =
        FailoverCases.electing(2)
            .detached("r1", 1000)
            .unreachable("r2", LONG)
            .with("m", FailoverCases.heldOffMaster(1001));
    FailoverCases.assertPromotes("m", failoverObservationBuilder.plan());
  }
}
