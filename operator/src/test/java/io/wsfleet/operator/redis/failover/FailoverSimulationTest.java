package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.spec.Fsync;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of histories, each from a seed that is named where one fails: {@code
 * -Dfailover.seed=17} runs that one alone, {@code -Dfailover.histories=100000} more of them.
 */
class FailoverSimulationTest {

  private static final long SEED = Long.getLong("failover.seed", -1);
  private static final int HISTORIES = Integer.getInteger("failover.histories", 300);

  private interface History {
    void of(FailoverSimulation fleet);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void alwaysEndsWithOneMasterAndReportsEveryLoss(int replicas) {
    forEachSeed(
        replicas,
        fleet -> {
          fleet.run(150, FaultRates.NONE);
          fleet.run(900, new FaultRates(20, 3, 3, 3, 2, 2));
          fleet.settle();
          fleet.assertSettled();
          if (!fleet.isDataLossReported) {
            assertEquals(Set.of(), fleet.lost(), fleet::trace);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void oneFaultAtATimeLosesNothingAndReportsNoLoss(int replicas) {
    forEachSeed(
        replicas,
        fleet -> {
          fleet.settle();
          for (int i = 0; i < 3; i++) {
            oneFault(fleet);
            fleet.run(200, new FaultRates(20, 0, 0, 0, 0, 0));
            fleet.settle();
          }
          fleet.assertSettled();
          assertTrue(!fleet.isDataLossReported, fleet::trace);
          assertEquals(Set.of(), fleet.lost(), fleet::trace);
          assertTrue(fleet.clients.acknowledged.size() > 100, "hardly anything was acknowledged");
        });
  }

  /** With a disk it may be all of Redis at once, wherever the role is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theDiskHasWhatTheRecordSaysAfterEverythingWasLost(int replicas) {
    var kept = new AtomicInteger();
    forEachSeed(
        replicas,
        Fsync.Always,
        fleet -> {
          fleet.settle();
          fleet.run(200, new FaultRates(20, 3, 3, 3, 2, 0));
          fleet.repair();
          fleet.run(100 + fleet.random.nextInt(300), FaultRates.NONE);
          kept.addAndGet(loseAllAtOnce(fleet) ? 1 : 0);
          fleet.assertSettled();
        });
    assertTrue(
        SEED >= 0 || kept.get() > HISTORIES / 3, () -> "it was said only " + kept + " times");
  }

  /** Whether the disk was said to have everything. */
  private static boolean loseAllAtOnce(FailoverSimulation fleet) {
    var before = Objects.requireNonNull(fleet.record);
    boolean kept = before.durability() == Fsync.Always;
    var inNoRedis = fleet.inNoRedis();
    fleet.log.add("THE FAULT of all, kept: " + before.durability());
    fleet.pods.forEach(pod -> pod.running = false);
    fleet.settle();
    var lost = fleet.lost();
    lost.removeAll(inNoRedis);
    boolean saidSo =
        !Objects.equals(before.dataLoss(), Objects.requireNonNull(fleet.record).dataLoss());
    if (kept || !saidSo) {
      assertEquals(Set.of(), lost, fleet::trace);
    }
    assertTrue(!kept || !saidSo, () -> "it is said to be lost, but kept\n" + fleet.trace());
    return kept;
  }

  private static void oneFault(FailoverSimulation fleet) {
    var pod = fleet.pods.get(fleet.random.nextInt(fleet.pods.size()));
    switch (fleet.random.nextInt(4)) {
      case 0 -> pod.running = false;
      case 1 -> pod.hung = true;
      case 2 -> pod.partitioned = true;
      default -> pod.terminating = true;
    }
    fleet.log.add("THE FAULT of " + pod.pod);
  }

  @Test
  void aFlappingMasterIsReplacedLessAndLessOften() {
    var fleet = new FailoverSimulation(1, 2);
    fleet.settle();
    int before = fleet.failovers;
    for (int i = 0; i < 40; i++) {
      fleet.pods.stream().filter(p -> p.preferred).findFirst().orElseThrow().running = false;
      fleet.run(150, FaultRates.NONE);
    }
    assertTrue(fleet.failovers - before <= 4, () -> fleet.failovers + "\n" + fleet.trace());
  }

  private static void forEachSeed(int replicas, History history) {
    forEachSeed(replicas, null, history);
  }

  private static void forEachSeed(int replicas, @Nullable Fsync disk, History history) {
    for (long seed = Math.max(0, SEED); seed < (SEED < 0 ? HISTORIES : SEED + 1); seed++) {
      try {
        history.of(new FailoverSimulation(seed, replicas, disk));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ", " + replicas + " replicas: " + e.getMessage(), e);
      }
    }
  }
}
