package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailoverTest {

  private static final Duration LONG = Duration.ofSeconds(3);

  @Test
  void leavesAHealthyFleetAlone() {
    for (int replicas : List.of(0, 1, 2, 3)) {
      var situation = Situation.healthy(replicas);
      var plan = situation.plan();
      assertEquals(List.of(), plan.steps());
      assertEquals(situation.recorded(), plan.record());
      assertNull(plan.lookAgain(), "there is nothing to wait for");
    }
  }

  @Test
  void makesTheFirstPodOfANewFleetItsMaster() {
    var plan = Situation.fresh(2).plan();
    assertPromotes("m", plan);
    assertEquals(1, record(plan).term());
    assertNull(record(plan).lost());
  }

  @Test
  void waitsForTheMastersPodInANewFleet() {
    var plan = Situation.fresh(2).with("m", new Said.NotStarted()).plan();
    assertEquals(List.of(), plan.steps());
    assertNull(plan.record());
  }

  @Test
  void keepsAMasterOfWhichNothingIsRecorded() {
    var plan = Situation.healthy(2).recorded(null).plan();
    assertEquals("m", record(plan).master());
    assertEquals(6, record(plan).term(), "higher than any that is known");
    assertTrue(
        plan.steps().stream()
            .noneMatch(s -> s instanceof Step.HoldOff || s instanceof Step.Promote));
  }

  @Test
  void takesTheOneWithDataWhereNothingIsRecordedAndTheMasterIsEmpty() {
    var situation =
        Situation.healthy(2).recorded(null).restarted("m").heldOff("r1", 900).heldOff("r2", 950);
    assertPromotes("r2", situation.plan());
  }

  @Test
  void raisesTheTermAndHoldsEverybodyOffBeforeItCompares() {
    var plan = Situation.healthy(2).restarted("m").unlinked("r1", 1000).unlinked("r2", 1000).plan();
    assertEquals(RedisPhase.Electing, record(plan).phase());
    assertEquals(6, record(plan).term());
    assertEquals("m", record(plan).master());
    assertHolds(plan, "r1", "r2");
    assertTrue(plan.steps().get(0) instanceof Step.Show, "gateways are sent away first");
  }

  @Test
  void choosesTheOneThatHasMost() {
    assertPromotes("r1", electing(2).heldOff("r1", 1200).heldOff("r2", 1100).plan());
    assertPromotes("r2", electing(2).heldOff("r1", 1100).heldOff("r2", 1200).plan());
  }

  @Test
  void neverChoosesAReplicaThatStartedAnew() {
    assertPromotes("r2", electing(3).restarted("r1").heldOff("r2", 900).heldOff("r3", 800).plan());
  }

  @Test
  void waitsForTheReplicaThatMayHaveMore() {
    var plan = electing(2).heldOff("r1", 1000).silent("r2", LONG).plan();
    assertEquals(List.of(), plan.steps());
    assertEquals(RedisPhase.Electing, record(plan).phase());
    assertTrue(plan.why().contains("Waiting for Redis of r2"), plan.why());
  }

  @Test
  void twoOfThreeReplicasHaveWhatTwoAcknowledged() {
    var plan = electing(3).heldOff("r1", 1000).heldOff("r2", 1001).silent("r3", LONG).plan();
    assertPromotes("r2", plan);
    assertNull(record(plan).lost());
  }

  @Test
  void saysWhatMayBeLostWhereMasterAndReplicaAreGoneAtOnce() {
    var two = electing(2).restarted("r1").heldOff("r2", 1000).plan();
    assertPromotes("r2", two);
    assertNotNull(record(two).lost());

    var three = electing(3).restarted("r1").heldOff("r2", 1000).heldOff("r3", 999).plan();
    assertPromotes("r2", three);
    assertNull(record(three).lost());
  }

  @Test
  void beginsAnewWhereEverybodyHas() {
    var plan = electing(2).restarted("r1").restarted("r2").plan();
    assertPromotes("m", plan);
    assertNotNull(record(plan).lost());
  }

  @Test
  void takesTheFormerMasterBackWhereItAnswersAgainWithMore() {
    var situation =
        electing(2).heldOff("r1", 1000).silent("r2", LONG).with("m", heldOffMaster(1001));
    assertPromotes("m", situation.plan());
  }

  @Test
  void doesNothingWhereItIsTheOperatorThatIsCutOff() {
    var plan = Situation.healthy(2).silent("m", LONG).plan();
    assertEquals(List.of(), plan.steps());
    assertEquals(RedisPhase.Serving, record(plan).phase());
  }

  @Test
  void doesNothingWhereNobodyAnswers() {
    var plan = Situation.healthy(2).silent("m", LONG).silent("r1", LONG).silent("r2", LONG).plan();
    assertEquals(List.of(), plan.steps());
    assertEquals(RedisPhase.Serving, record(plan).phase());
  }

  @Test
  void replacesAMasterThatHangs() {
    var hangs = Situation.healthy(2).silent("m", LONG).unheard("r1", 2).unheard("r2", 2);
    assertEquals(RedisPhase.Electing, record(hangs.plan()).phase());
    var heard = Situation.healthy(2).silent("m", LONG).unheard("r1", 2).unheard("r2", 1);
    assertEquals(RedisPhase.Serving, record(heard.plan()).phase());
    var moment =
        Situation.healthy(2).silent("m", Duration.ofMillis(900)).unheard("r1", 2).unheard("r2", 2);
    assertEquals(RedisPhase.Serving, record(moment.plan()).phase());
  }

  @Test
  void replacesAMasterThatRefusesSooner() {
    var refuses =
        Situation.healthy(2)
            .refusing("m", Duration.ofMillis(300))
            .unlinked("r1", 1000)
            .unlinked("r2", 1000);
    assertEquals(RedisPhase.Electing, record(refuses.plan()).phase());
  }

  @Test
  void putsDownWhoeverThinksToBeMasterBesideTheMaster() {
    var situation = Situation.healthy(2);
    situation.with("r1", situation.answer("r1", new Said.Master(Map.of()), 1500));
    var plan = situation.plan();
    assertTrue(plan.steps().contains(new Step.Follow(situation.node("r1"), situation.node("m"))));
    assertEquals("m", record(plan).master());
  }

  @Test
  void bringsBackAReplicaThatWasPointedElsewhere() {
    var situation = Situation.healthy(2);
    situation.with("r1", situation.answer("r1", new Said.Replica("elsewhere", false, 1), 900));
    assertTrue(
        situation
            .plan()
            .steps()
            .contains(new Step.Follow(situation.node("r1"), situation.node("m"))));
  }

  @Test
  void putsLabelsRight() {
    var situation =
        Situation.healthy(2).stand("r1", Standing.master(false)).stand("m", Standing.OUT);
    assertEquals(
        List.of(
            new Step.Show(situation.node("r1"), Standing.REPLICA),
            new Step.Show(situation.node("m"), Standing.master(false))),
        situation.plan().steps());
  }

  @Test
  void aReplicaThatStartedAnewIsRecordedBeforeItFollows() {
    var situation = Situation.healthy(2).restarted("r1");
    var plan = situation.plan();
    var members = record(plan).members();
    assertTrue(members.stream().anyMatch(m -> m.runId().equals("run-r1-again")));
    assertTrue(
        members.stream().anyMatch(m -> m.runId().equals("run-r1") && m.goneAt() != null),
        "what the old one had is not made up for yet");
    assertTrue(plan.steps().contains(new Step.Show(situation.node("r1"), Standing.OUT)));
    assertTrue(plan.steps().contains(new Step.Follow(situation.node("r1"), situation.node("m"))));
  }

  @Test
  void handsOverWhenTheMasterLeaves() {
    var plan = Situation.healthy(2).leaving("m").plan();
    var handOver = (Step.HandOver) plan.steps().get(0);
    assertEquals("m", handOver.from().pod());
    assertEquals("r1", handOver.to().pod());
    assertEquals(6, record(plan).term());
  }

  @Test
  void handsOverToAPodOfTheNewTemplateOnceAllOthersAre() {
    assertEquals(List.of(), Situation.healthy(2).outdated("m").outdated("r1").plan().steps());
    var plan = Situation.healthy(2).outdated("m").plan();
    assertTrue(plan.steps().get(0) instanceof Step.HandOver);
  }

  @Test
  void aHandOverWhoseMasterDiesBecomesAnElectionInWhichTheMasterStillCounts() {
    var situation = Situation.healthy(2).leaving("m");
    var record = record(situation.plan());
    situation.recorded(record).unlinked("r1", 1000).unlinked("r2", 1000).silent("m", LONG);
    var next = record(situation.plan());
    assertEquals(RedisPhase.Electing, next.phase());
    assertEquals("m", next.master());
    assertEquals(7, next.term());
    assertEquals(2, next.members().size());
  }

  @Test
  void theRoleGoesHomeOnceItHasBeenQuietForAWhile() {
    var away = away(Duration.ofSeconds(29));
    assertEquals(List.of(), away.plan().steps());
    assertEquals(Duration.ofSeconds(1), away.plan().lookAgain());
    var plan = away(Duration.ofSeconds(31)).plan();
    assertEquals("m", ((Step.HandOver) plan.steps().get(0)).to().pod());
  }

  @Test
  void aFlappingMasterIsLeftAloneForLongerEachTime() {
    var timing = Timing.STANDARD;
    assertEquals(Duration.ofSeconds(30), timing.holdDown(1));
    assertEquals(Duration.ofSeconds(120), timing.holdDown(3));
    assertEquals(Duration.ofSeconds(30 * 64), timing.holdDown(100));
  }

  @Test
  void gatewaysWaitForMoreReplicasOnlyOnceTheseAreThere() {
    var situation = Situation.healthy(3).telling(0);
    situation.recorded(situation.recorded().withAcknowledgedBy(0));
    situation.with("m", situation.master(List.of("r1")));
    assertEquals(List.of(), acknowledging(situation.plan()));

    situation.with("m", situation.master(List.of("r1", "r2")));
    var plan = situation.plan();
    assertEquals(List.of(new Step.Acknowledge(situation.node("m"), 2)), acknowledging(plan));
    assertEquals(0, record(plan).acknowledgedBy(), "it is not counted on before they are told");

    situation.telling(2).with("m", situation.master(List.of("r1", "r2", "r3")));
    assertEquals(2, record(situation.plan()).acknowledgedBy());
  }

  @Test
  void itIsNoLongerCountedOnMoreReplicasBeforeGatewaysAreToldSo() {
    var situation = Situation.healthy(3).without("r3").without("r2");
    var plan = situation.plan();
    assertEquals(1, record(plan).acknowledgedBy());
    assertEquals(List.of(new Step.Acknowledge(situation.node("m"), 1)), acknowledging(plan));
  }

  @Test
  void saysWhereTheMasterIs() {
    var situation = Situation.healthy(2).announcing("r1");
    situation.with("m", situation.master(List.of("r1", "r2")));
    assertEquals(List.of(new Step.Announce(situation.node("m"))), situation.plan().steps());
  }

  private static List<Step> acknowledging(Plan plan) {
    return plan.steps().stream().filter(Step.Acknowledge.class::isInstance).toList();
  }

  private static Situation electing(int replicas) {
    var situation = Situation.healthy(replicas);
    situation.recorded(situation.recorded().electing(Situation.NOW, 1));
    for (int i = 1; i <= replicas; i++) {
      situation.heldOff("r" + i, 1000);
    }
    return situation.restarted("m").stand("m", Standing.OUT);
  }

  private static Said heldOffMaster(long offset) {
    return new Said.Answer(
        "run-m",
        new Said.Replica(Said.Replica.NOBODY, false, 1),
        Situation.HISTORY,
        "",
        offset,
        5,
        new Mark(5, offset),
        1,
        Situation.address("m"));
  }

  /** A failover has made r1 the master, and m follows it. */
  private static Situation away(Duration since) {
    var situation = Situation.healthy(2);
    var was = situation.recorded();
    situation.recorded(
        new RedisStatus(
            5L,
            RedisPhase.Serving,
            "r1",
            "run-r1",
            null,
            Situation.HISTORY,
            null,
            null,
            1,
            List.of(
                new io.wsfleet.operator.api.RedisMember("m", "run-m"),
                new io.wsfleet.operator.api.RedisMember("r2", "run-r2")),
            Situation.NOW.minus(since).toString(),
            Situation.NOW.minus(since).toString(),
            1,
            was.lost()));
    situation
        .announcing("r1")
        .with(
            "r1",
            situation.answer(
                "r1", new Said.Master(Map.of("at-m", 1000L, "at-r2", 1000L)), Situation.OFFSET));
    situation.with("m", situation.replica("r1")).with("r2", situation.replica("r1"));
    return situation
        .stand("m", Standing.REPLICA)
        .stand("r1", Standing.master(false))
        .stand("r2", Standing.REPLICA);
  }

  private static void assertPromotes(String pod, Plan plan) {
    assertTrue(
        plan.steps().stream()
            .anyMatch(s -> s instanceof Step.Promote p && p.node().pod().equals(pod)),
        () -> plan.why() + " " + plan.steps());
    assertEquals(pod, record(plan).master());
    assertEquals(RedisPhase.Promoting, record(plan).phase());
  }

  private static void assertHolds(Plan plan, String... pods) {
    var held =
        plan.steps().stream()
            .filter(Step.HoldOff.class::isInstance)
            .map(s -> ((Step.HoldOff) s).node().pod())
            .toList();
    assertTrue(held.containsAll(List.of(pods)), () -> held.toString());
  }

  private static RedisStatus record(Plan plan) {
    return java.util.Objects.requireNonNull(plan.record());
  }
}
