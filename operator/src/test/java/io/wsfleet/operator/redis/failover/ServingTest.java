package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingTest {

  @Test
  void demotesASecondMaster() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2);
    failoverObservationBuilder.with(
        "r1", failoverObservationBuilder.reachable("r1", new RedisState.Master(Map.of()), 1500));
    var failoverPlan = failoverObservationBuilder.plan();
    assertTrue(
        failoverPlan
            .steps()
            .contains(
                new FailoverStep.Follow(
                    failoverObservationBuilder.node("r1"), failoverObservationBuilder.node("m"))));
    assertEquals("m", FailoverCases.record(failoverPlan).master());
  }

  @Test
  void repairsAReplicaThatFollowsAnotherAddress() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2);
    failoverObservationBuilder.with(
        "r1",
        failoverObservationBuilder.reachable(
            "r1", new RedisState.Replica("elsewhere", false, 1), 900));
    assertTrue(
        failoverObservationBuilder
            .plan()
            .steps()
            .contains(
                new FailoverStep.Follow(
                    failoverObservationBuilder.node("r1"), failoverObservationBuilder.node("m"))));
  }

  @Test
  void repairsLabels() {
    var failoverObservationBuilder =
        FailoverObservationBuilder.healthy(2)
            .podRole("r1", PodRole.master(false))
            .podRole("m", PodRole.NONE);
    assertEquals(
        List.of(
            new FailoverStep.UpdatePod(failoverObservationBuilder.node("r1"), PodRole.REPLICA),
            new FailoverStep.UpdatePod(
                failoverObservationBuilder.node("m"), PodRole.master(false))),
        failoverObservationBuilder.plan().steps());
  }

  @Test
  void recordsARestartedReplicaBeforeItFollows() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2).restarted("r1");
    var failoverPlan = failoverObservationBuilder.plan();
    var members = FailoverCases.record(failoverPlan).members();
    assertTrue(members.stream().anyMatch(m -> m.runId().equals("run-r1-again")));
    assertTrue(
        members.stream().anyMatch(m -> m.runId().equals("run-r1") && m.goneAt() != null),
        "what the old one had is not made up for yet");
    assertTrue(
        failoverPlan
            .steps()
            .contains(
                new FailoverStep.UpdatePod(failoverObservationBuilder.node("r1"), PodRole.NONE)));
    assertTrue(
        failoverPlan
            .steps()
            .contains(
                new FailoverStep.Follow(
                    failoverObservationBuilder.node("r1"), failoverObservationBuilder.node("m"))));
  }

  @Test
  void handsOverWhenTheMasterTerminates() {
    var failoverPlan = FailoverObservationBuilder.healthy(2).terminating("m").plan();
    var handOver = (FailoverStep.HandOver) failoverPlan.steps().get(0);
    assertEquals("m", handOver.from().pod());
    assertEquals("r1", handOver.to().pod());
    assertEquals(6, FailoverCases.record(failoverPlan).term());
  }

  @Test
  void handsOverToAnUpToDatePodOnceAllOthersAreUpToDate() {
    assertEquals(
        List.of(),
        FailoverObservationBuilder.healthy(2).outdated("m").outdated("r1").plan().steps());
    var failoverPlan = FailoverObservationBuilder.healthy(2).outdated("m").plan();
    assertTrue(failoverPlan.steps().get(0) instanceof FailoverStep.HandOver);
  }

  @Test
  void theRoleGoesBackToThePreferredPodAfterTheFailbackDelay() {
    var away = FailoverCases.away(Duration.ofSeconds(29));
    assertEquals(List.of(), away.plan().steps());
    assertEquals(Duration.ofSeconds(1), away.plan().rescheduleAfter());
    var failoverPlan = FailoverCases.away(Duration.ofSeconds(31)).plan();
    assertEquals("m", ((FailoverStep.HandOver) failoverPlan.steps().get(0)).to().pod());
  }

  @Test
  void gatewaysWaitForMoreReplicasOnlyOnceTheseAreInSync() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(3).minInSyncReplicas(0);
    failoverObservationBuilder.recorded(
        Term.of(failoverObservationBuilder.recorded()).withMinInSyncReplicas(0).status());
    failoverObservationBuilder.with("m", failoverObservationBuilder.master(List.of("r1")));
    assertEquals(List.of(), FailoverCases.acknowledging(failoverObservationBuilder.plan()));

    failoverObservationBuilder.with("m", failoverObservationBuilder.master(List.of("r1", "r2")));
    var failoverPlan = failoverObservationBuilder.plan();
    assertEquals(
        List.of(new FailoverStep.SetMinInSyncReplicas(failoverObservationBuilder.node("m"), 2)),
        FailoverCases.acknowledging(failoverPlan));
    assertEquals(
        0,
        FailoverCases.record(failoverPlan).minInSyncReplicas(),
        "it is not counted on before they are told");

    failoverObservationBuilder
        .minInSyncReplicas(2)
        .with("m", failoverObservationBuilder.master(List.of("r1", "r2", "r3")));
    assertEquals(2, FailoverCases.record(failoverObservationBuilder.plan()).minInSyncReplicas());
  }

  @Test
  void theRecordReliesOnFewerReplicasBeforeGatewaysDo() {
    var failoverObservationBuilder =
        FailoverObservationBuilder.healthy(3).without("r3").without("r2");
    var failoverPlan = failoverObservationBuilder.plan();
    assertEquals(1, FailoverCases.record(failoverPlan).minInSyncReplicas());
    assertEquals(
        List.of(new FailoverStep.SetMinInSyncReplicas(failoverObservationBuilder.node("m"), 1)),
        FailoverCases.acknowledging(failoverPlan));
  }

  @Test
  void announcesTheMaster() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2).announcing("r1");
    failoverObservationBuilder.with("m", failoverObservationBuilder.master(List.of("r1", "r2")));
    assertEquals(
        List.of(new FailoverStep.AnnounceMaster(failoverObservationBuilder.node("m"))),
        failoverObservationBuilder.plan().steps());
  }
}
