package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailoverTest {

  private static final Duration LONG = Duration.ofSeconds(3);

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
    assertPromotes("m", failoverPlan);
    assertEquals(1, record(failoverPlan).term());
    assertNull(record(failoverPlan).dataLoss());
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
    assertEquals("m", record(failoverPlan).master());
    assertEquals(6, record(failoverPlan).term(), "higher than any that is known");
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
    assertPromotes("r2", failoverObservationBuilder.plan());
  }

  @Test
  void beginsATermAndDetachesEveryRedisBeforeItCompares() {
    var failoverPlan =
        FailoverObservationBuilder.healthy(2)
            .restarted("m")
            .linkDown("r1", 1000)
            .linkDown("r2", 1000)
            .plan();
    assertEquals(RedisPhase.Electing, record(failoverPlan).phase());
    assertEquals(6, record(failoverPlan).term());
    assertEquals("m", record(failoverPlan).master());
    assertHolds(failoverPlan, "r1", "r2");
    assertTrue(
        failoverPlan.steps().get(0) instanceof FailoverStep.UpdatePod,
        "gateways are sent away first");
  }

  @Test
  void choosesTheRedisWithMostData() {
    assertPromotes("r1", electing(2).detached("r1", 1200).detached("r2", 1100).plan());
    assertPromotes("r2", electing(2).detached("r1", 1100).detached("r2", 1200).plan());
  }

  @Test
  void neverChoosesARestartedReplica() {
    assertPromotes(
        "r2", electing(3).restarted("r1").detached("r2", 900).detached("r3", 800).plan());
  }

  @Test
  void waitsForAReplicaThatMayHaveMore() {
    var failoverPlan = electing(2).detached("r1", 1000).unreachable("r2", LONG).plan();
    assertEquals(List.of(), failoverPlan.steps());
    assertEquals(RedisPhase.Electing, record(failoverPlan).phase());
    assertTrue(failoverPlan.message().contains("Waiting for Redis of r2"), failoverPlan.message());
  }

  @Test
  void doesNotWaitForTheThirdReplicaIfTwoAcknowledge() {
    var failoverPlan =
        electing(3).detached("r1", 1000).detached("r2", 1001).unreachable("r3", LONG).plan();
    assertPromotes("r2", failoverPlan);
    assertNull(record(failoverPlan).dataLoss());
  }

  @Test
  void reportsPossibleLossIfMasterAndReplicaAreLostAtTheSameTime() {
    var two = electing(2).restarted("r1").detached("r2", 1000).plan();
    assertPromotes("r2", two);
    assertNotNull(record(two).dataLoss());

    var three = electing(3).restarted("r1").detached("r2", 1000).detached("r3", 999).plan();
    assertPromotes("r2", three);
    assertNull(record(three).dataLoss());
  }

  @Test
  void startsEmptyIfEveryRedisWasRestarted() {
    var failoverPlan = electing(2).restarted("r1").restarted("r2").plan();
    assertPromotes("m", failoverPlan);
    assertNotNull(record(failoverPlan).dataLoss());
  }

  @Test
  void choosesTheFormerMasterIfItAnswersAgainWithMore() {
    var failoverObservationBuilder =
        electing(2).detached("r1", 1000).unreachable("r2", LONG).with("m", heldOffMaster(1001));
    assertPromotes("m", failoverObservationBuilder.plan());
  }

  @Test
  void doesNothingIfOnlyTheOperatorIsCutOff() {
    var failoverPlan = FailoverObservationBuilder.healthy(2).unreachable("m", LONG).plan();
    assertEquals(List.of(), failoverPlan.steps());
    assertEquals(RedisPhase.Serving, record(failoverPlan).phase());
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
    assertEquals(RedisPhase.Serving, record(failoverPlan).phase());
  }

  @Test
  void replacesAMasterThatHangs() {
    var hangs =
        FailoverObservationBuilder.healthy(2)
            .unreachable("m", LONG)
            .lastIo("r1", 2)
            .lastIo("r2", 2);
    assertEquals(RedisPhase.Electing, record(hangs.plan()).phase());
    var heard =
        FailoverObservationBuilder.healthy(2)
            .unreachable("m", LONG)
            .lastIo("r1", 2)
            .lastIo("r2", 1);
    assertEquals(RedisPhase.Serving, record(heard.plan()).phase());
    var moment =
        FailoverObservationBuilder.healthy(2)
            .unreachable("m", Duration.ofMillis(900))
            .lastIo("r1", 2)
            .lastIo("r2", 2);
    assertEquals(RedisPhase.Serving, record(moment.plan()).phase());
  }

  @Test
  void replacesAMasterThatRefusesConnectionsSooner() {
    var refuses =
        FailoverObservationBuilder.healthy(2)
            .refusingConnections("m", Duration.ofMillis(300))
            .linkDown("r1", 1000)
            .linkDown("r2", 1000);
    assertEquals(RedisPhase.Electing, record(refuses.plan()).phase());
  }

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
    assertEquals("m", record(failoverPlan).master());
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
    var members = record(failoverPlan).members();
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
    assertEquals(6, record(failoverPlan).term());
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
  void aHandOverWhoseNextMasterIsLostBecomesAnElectionWithTheFormerMaster() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2).terminating("m");
    var record = record(failoverObservationBuilder.plan());
    failoverObservationBuilder
        .recorded(record)
        .linkDown("r1", 1000)
        .linkDown("r2", 1000)
        .unreachable("m", LONG);
    var next = record(failoverObservationBuilder.plan());
    assertEquals(RedisPhase.Electing, next.phase());
    assertEquals("m", next.master());
    assertEquals(7, next.term());
    assertEquals(2, next.members().size());
  }

  @Test
  void theRoleGoesBackToThePreferredPodAfterTheFailbackDelay() {
    var away = away(Duration.ofSeconds(29));
    assertEquals(List.of(), away.plan().steps());
    assertEquals(Duration.ofSeconds(1), away.plan().rescheduleAfter());
    var failoverPlan = away(Duration.ofSeconds(31)).plan();
    assertEquals("m", ((FailoverStep.HandOver) failoverPlan.steps().get(0)).to().pod());
  }

  @Test
  void theFailbackDelayDoublesWithEachFailoverInARow() {
    var failoverTimeouts = FailoverTimeouts.DEFAULT;
    assertEquals(Duration.ofSeconds(30), failoverTimeouts.failbackDelay(1));
    assertEquals(Duration.ofSeconds(120), failoverTimeouts.failbackDelay(3));
    assertEquals(Duration.ofSeconds(30 * 64), failoverTimeouts.failbackDelay(100));
  }

  @Test
  void gatewaysWaitForMoreReplicasOnlyOnceTheseAreInSync() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(3).minInSyncReplicas(0);
    failoverObservationBuilder.recorded(
        Term.of(failoverObservationBuilder.recorded()).withMinInSyncReplicas(0).status());
    failoverObservationBuilder.with("m", failoverObservationBuilder.master(List.of("r1")));
    assertEquals(List.of(), acknowledging(failoverObservationBuilder.plan()));

    failoverObservationBuilder.with("m", failoverObservationBuilder.master(List.of("r1", "r2")));
    var failoverPlan = failoverObservationBuilder.plan();
    assertEquals(
        List.of(new FailoverStep.SetMinInSyncReplicas(failoverObservationBuilder.node("m"), 2)),
        acknowledging(failoverPlan));
    assertEquals(
        0, record(failoverPlan).minInSyncReplicas(), "it is not counted on before they are told");

    failoverObservationBuilder
        .minInSyncReplicas(2)
        .with("m", failoverObservationBuilder.master(List.of("r1", "r2", "r3")));
    assertEquals(2, record(failoverObservationBuilder.plan()).minInSyncReplicas());
  }

  @Test
  void theRecordReliesOnFewerReplicasBeforeGatewaysDo() {
    var failoverObservationBuilder =
        FailoverObservationBuilder.healthy(3).without("r3").without("r2");
    var failoverPlan = failoverObservationBuilder.plan();
    assertEquals(1, record(failoverPlan).minInSyncReplicas());
    assertEquals(
        List.of(new FailoverStep.SetMinInSyncReplicas(failoverObservationBuilder.node("m"), 1)),
        acknowledging(failoverPlan));
  }

  @Test
  void announcesTheMaster() {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2).announcing("r1");
    failoverObservationBuilder.with("m", failoverObservationBuilder.master(List.of("r1", "r2")));
    assertEquals(
        List.of(new FailoverStep.AnnounceMaster(failoverObservationBuilder.node("m"))),
        failoverObservationBuilder.plan().steps());
  }

  private static List<FailoverStep> acknowledging(FailoverPlan failoverPlan) {
    return failoverPlan.steps().stream()
        .filter(FailoverStep.SetMinInSyncReplicas.class::isInstance)
        .toList();
  }

  private static FailoverObservationBuilder electing(int replicas) {
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

  private static RedisState heldOffMaster(long offset) {
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
  private static FailoverObservationBuilder away(Duration since) {
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

  private static void assertPromotes(String pod, FailoverPlan failoverPlan) {
    assertTrue(
        failoverPlan.steps().stream()
            .anyMatch(s -> s instanceof FailoverStep.Promote p && p.node().pod().equals(pod)),
        () -> failoverPlan.message() + " " + failoverPlan.steps());
    assertEquals(pod, record(failoverPlan).master());
    assertEquals(RedisPhase.Promoting, record(failoverPlan).phase());
  }

  private static void assertHolds(FailoverPlan failoverPlan, String... pods) {
    var held =
        failoverPlan.steps().stream()
            .filter(FailoverStep.Detach.class::isInstance)
            .map(s -> ((FailoverStep.Detach) s).node().pod())
            .toList();
    assertTrue(held.containsAll(List.of(pods)), () -> held.toString());
  }

  private static RedisStatus record(FailoverPlan failoverPlan) {
    return java.util.Objects.requireNonNull(failoverPlan.record());
  }
}
