package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.Fsync;
import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a disk is good for, and that it is not wiped. */
class DiskTest {

  @Test
  void recordsThatTheDiskOfTheMasterHasAll() {
    var plan = Situation.healthy(2).disk(Fsync.Always).plan();
    assertEquals(Fsync.Always, record(plan).kept());
    assertEquals(List.of(), plan.steps());
    assertNull(record(Situation.healthy(2).plan()).kept());
  }

  @Test
  void recordsThatADiskThatIsOnlyOneOfSeveralMayLackSome() {
    assertNull(record(elsewhere(2).plan()).kept());
    assertEquals(Fsync.Always, record(elsewhere(1).plan()).kept());
  }

  @Test
  void doesNotCountOnADiskThatThePodHasNotGotYet() {
    assertNull(record(Situation.healthy(2).disk(Fsync.Always).outdated("m").plan()).kept());
  }

  /** Whoever began empty would have the disk wiped, once its Redis is there and follows. */
  @Test
  void waitsForTheDiskWhereEverybodyElseIsEmpty() {
    var situation = lost(Fsync.Always).without("m").restarted("r1").restarted("r2");
    for (var after : List.of(Duration.ZERO, Duration.ofHours(1))) {
      var plan = situation.later(after).plan();
      assertEquals(List.of(), plan.steps());
      assertEquals(RedisPhase.Electing, record(plan).phase());
      assertTrue(plan.why().contains("Waiting for the Redis with the claim"), plan.why());
    }
  }

  @Test
  void waitsWhileTheDiskIsBeingRead() {
    var plan =
        lost(Fsync.Always)
            .silent("m", Duration.ofMinutes(1))
            .restarted("r1")
            .restarted("r2")
            .plan();
    assertEquals(List.of(), plan.steps());
    assertEquals(RedisPhase.Electing, record(plan).phase());
  }

  @Test
  void nothingIsLostThatWasOnTheDiskAtOnce() {
    var plan = lost(Fsync.Always).loaded("m", 1000).restarted("r1").restarted("r2").plan();
    assertPromotes("m", plan);
    assertNull(record(plan).lost());
  }

  @Test
  void saysThatTheLastSecondMayBeLost() {
    var plan = lost(Fsync.EverySecond).loaded("m", 990).restarted("r1").restarted("r2").plan();
    assertPromotes("m", plan);
    assertTrue(String.valueOf(record(plan).lost()).contains("but the last second"));
  }

  @Test
  void saysThatTheDiskWasNotTheMasters() {
    var situation = lost(Fsync.Always);
    situation.recorded(situation.recorded().keeping(null));
    var plan = situation.loaded("m", 990).restarted("r1").restarted("r2").plan();
    assertPromotes("m", plan);
    assertTrue(String.valueOf(record(plan).lost()).contains("that was not the master"));
  }

  @Test
  void anEmptyDiskIsNoBetterThanNone() {
    var plan = lost(Fsync.Always).restarted("m").restarted("r1").restarted("r2").plan();
    assertPromotes("m", plan);
    assertTrue(String.valueOf(record(plan).lost()).contains("every Redis has started anew"));
  }

  @Test
  void hasWhatTheMasterAndItsReplicaLostAtOnce() {
    var more = lost(Fsync.Always).loaded("m", 1000).restarted("r1").heldOff("r2", 900).plan();
    assertPromotes("m", more);
    assertNull(record(more).lost());
    var less = lost(Fsync.EverySecond).loaded("m", 800).restarted("r1").heldOff("r2", 900).plan();
    assertPromotes("r2", less);
    assertTrue(record(less).lost() != null);
  }

  @Test
  void waitsForTheDiskOnlyForAWhileWhereOneHasNearlyEverything() {
    var situation = lost(Fsync.Always).without("m").restarted("r1").heldOff("r2", 900);
    assertEquals(List.of(), situation.plan().steps());
    assertPromotes("r2", situation.later(Duration.ofSeconds(11)).plan());
  }

  @Test
  void doesNotWaitForTheDiskWhereNothingIsMissing() {
    assertPromotes(
        "r1", lost(Fsync.Always).without("m").heldOff("r1", 1000).heldOff("r2", 900).plan());
  }

  /** The master is lost, and the others are compared. */
  private static Situation lost(Fsync fsync) {
    var situation = Situation.healthy(2).disk(fsync);
    situation.recorded(situation.recorded().keeping(fsync).electing(Situation.NOW, 1));
    for (var pod : List.of("m", "r1", "r2")) {
      situation.stand(pod, Standing.OUT);
    }
    return situation;
  }

  /** The role is at a replica, and the one with the disk follows it. */
  private static Situation elsewhere(int replicas) {
    var situation = Situation.healthy(replicas).disk(Fsync.Always);
    var others = replicas == 1 ? List.of("m") : List.of("m", "r2");
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
            others.stream().map(n -> new RedisMember(n, "run-" + n)).toList(),
            Situation.NOW.toString(),
            Situation.NOW.toString(),
            1,
            null));
    others.forEach(n -> situation.with(n, situation.replica("r1")).stand(n, Standing.REPLICA));
    situation.with("r1", situation.answer("r1", new Said.Master(followers(others)), 1000));
    return situation.stand("r1", Standing.master(false));
  }

  private static java.util.Map<String, Long> followers(List<String> pods) {
    return pods.stream()
        .collect(java.util.stream.Collectors.toMap(Situation::address, n -> Situation.OFFSET));
  }

  private static RedisStatus record(Plan plan) {
    return java.util.Objects.requireNonNull(plan.record());
  }

  private static void assertPromotes(String pod, Plan plan) {
    assertEquals(pod, record(plan).master());
    assertEquals(RedisPhase.Promoting, record(plan).phase());
    assertTrue(
        plan.steps().stream()
            .anyMatch(s -> s instanceof Step.Promote p && p.node().pod().equals(pod)));
  }
}
