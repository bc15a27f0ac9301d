package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a disk is good for, and that it is not wiped. */
class FailoverDurabilityTest {

  @Test
  void recordsThatTheDiskOfTheMasterHasEverything() {
    var failoverPlan = FailoverObservationBuilder.healthy(2).fsync(Fsync.Always).plan();
    assertEquals(Fsync.Always, record(failoverPlan).durability());
    assertEquals(List.of(), failoverPlan.steps());
    assertNull(record(FailoverObservationBuilder.healthy(2).plan()).durability());
  }

  @Test
  void recordsThatTheDiskOfOneOfSeveralReplicasMayNotHaveEverything() {
    assertNull(record(elsewhere(2).plan()).durability());
    assertEquals(Fsync.Always, record(elsewhere(1).plan()).durability());
  }

  @Test
  void doesNotRelyOnADiskThatThePodDoesNotHaveYet() {
    assertNull(
        record(FailoverObservationBuilder.healthy(2).fsync(Fsync.Always).outdated("m").plan())
            .durability());
  }

  /** Whoever began empty would have the disk wiped, once its Redis is there and follows. */
  @Test
  void waitsForTheDiskIfEveryOtherRedisIsEmpty() {
    var failoverObservationBuilder =
        lost(Fsync.Always).without("m").restarted("r1").restarted("r2");
    for (var after : List.of(Duration.ZERO, Duration.ofHours(1))) {
      var failoverPlan = failoverObservationBuilder.later(after).plan();
      assertEquals(List.of(), failoverPlan.steps());
      assertEquals(RedisPhase.Electing, record(failoverPlan).phase());
      assertTrue(
          failoverPlan.message().contains("Waiting for the Redis with the claim"),
          failoverPlan.message());
    }
  }

  @Test
  void waitsWhileTheDiskIsBeingLoaded() {
    var failoverPlan =
        lost(Fsync.Always)
            .unreachable("m", Duration.ofMinutes(1))
            .restarted("r1")
            .restarted("r2")
            .plan();
    assertEquals(List.of(), failoverPlan.steps());
    assertEquals(RedisPhase.Electing, record(failoverPlan).phase());
  }

  @Test
  void losesNothingThatWasOnDiskAtOnce() {
    var failoverPlan =
        lost(Fsync.Always).loadedFromDisk("m", 1000).restarted("r1").restarted("r2").plan();
    assertPromotes("m", failoverPlan);
    assertNull(record(failoverPlan).dataLoss());
  }

  @Test
  void reportsThatTheLastSecondMayBeLost() {
    var failoverPlan =
        lost(Fsync.EverySecond).loadedFromDisk("m", 990).restarted("r1").restarted("r2").plan();
    assertPromotes("m", failoverPlan);
    assertTrue(String.valueOf(record(failoverPlan).dataLoss()).contains("but the last second"));
  }

  @Test
  void reportsThatTheDiskWasNotThatOfTheMaster() {
    var failoverObservationBuilder = lost(Fsync.Always);
    failoverObservationBuilder.recorded(
        Term.of(failoverObservationBuilder.recorded()).withDurability(null).status());
    var failoverPlan =
        failoverObservationBuilder.loadedFromDisk("m", 990).restarted("r1").restarted("r2").plan();
    assertPromotes("m", failoverPlan);
    assertTrue(String.valueOf(record(failoverPlan).dataLoss()).contains("that was not the master"));
  }

  @Test
  void anEmptyDiskCountsAsNone() {
    var failoverPlan = lost(Fsync.Always).restarted("m").restarted("r1").restarted("r2").plan();
    assertPromotes("m", failoverPlan);
    assertTrue(
        String.valueOf(record(failoverPlan).dataLoss()).contains("every Redis has started anew"));
  }

  @Test
  void hasWhatTheMasterAndItsReplicaLostAtTheSameTime() {
    var more =
        lost(Fsync.Always).loadedFromDisk("m", 1000).restarted("r1").detached("r2", 900).plan();
    assertPromotes("m", more);
    assertNull(record(more).dataLoss());
    var less =
        lost(Fsync.EverySecond).loadedFromDisk("m", 800).restarted("r1").detached("r2", 900).plan();
    assertPromotes("r2", less);
    assertTrue(record(less).dataLoss() != null);
  }

  @Test
  void waitsForTheDiskForALimitedTimeIfAnotherRedisHasData() {
    var failoverObservationBuilder =
        lost(Fsync.Always).without("m").restarted("r1").detached("r2", 900);
    assertEquals(List.of(), failoverObservationBuilder.plan().steps());
    assertPromotes("r2", failoverObservationBuilder.later(Duration.ofSeconds(11)).plan());
  }

  @Test
  void doesNotWaitForTheDiskIfNothingIsMissing() {
    assertPromotes(
        "r1", lost(Fsync.Always).without("m").detached("r1", 1000).detached("r2", 900).plan());
  }

  /** The master is lost, and the others are compared. */
  private static FailoverObservationBuilder lost(Fsync fsync) {
    var failoverObservationBuilder = FailoverObservationBuilder.healthy(2).fsync(fsync);
    failoverObservationBuilder.recorded(
        Term.of(failoverObservationBuilder.recorded())
            .withDurability(fsync)
            .electing(FailoverObservationBuilder.NOW, 1)
            .status());
    for (var pod : List.of("m", "r1", "r2")) {
      failoverObservationBuilder.podRole(pod, PodRole.NONE);
    }
    return failoverObservationBuilder;
  }

  /** The role is at a replica, and the one with the disk follows it. */
  private static FailoverObservationBuilder elsewhere(int replicas) {
    var failoverObservationBuilder =
        FailoverObservationBuilder.healthy(replicas).fsync(Fsync.Always);
    var others = replicas == 1 ? List.of("m") : List.of("m", "r2");
    failoverObservationBuilder.recorded(
        RedisStatus.builder()
            .term(5)
            .phase(RedisPhase.Serving, FailoverObservationBuilder.NOW)
            .master(new RedisMember("r1", "run-r1"))
            .history(FailoverObservationBuilder.HISTORY)
            .minInSyncReplicas(1)
            .members(others.stream().map(n -> new RedisMember(n, "run-" + n)).toList())
            .failedOver(FailoverObservationBuilder.NOW.toString(), 1)
            .build());
    others.forEach(
        n ->
            failoverObservationBuilder
                .with(n, failoverObservationBuilder.replica("r1"))
                .podRole(n, PodRole.REPLICA));
    failoverObservationBuilder.with(
        "r1",
        failoverObservationBuilder.reachable("r1", new RedisState.Master(followers(others)), 1000));
    return failoverObservationBuilder.podRole("r1", PodRole.master(false));
  }

  private static java.util.Map<String, Long> followers(List<String> pods) {
    return pods.stream()
        .collect(
            java.util.stream.Collectors.toMap(
                FailoverObservationBuilder::address, n -> FailoverObservationBuilder.OFFSET));
  }

  private static RedisStatus record(FailoverPlan failoverPlan) {
    return java.util.Objects.requireNonNull(failoverPlan.record());
  }

  private static void assertPromotes(String pod, FailoverPlan failoverPlan) {
    assertEquals(pod, record(failoverPlan).master());
    assertEquals(RedisPhase.Promoting, record(failoverPlan).phase());
    assertTrue(
        failoverPlan.steps().stream()
            .anyMatch(s -> s instanceof FailoverStep.Promote p && p.node().pod().equals(pod)));
  }
}
