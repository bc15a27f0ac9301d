package io.wsfleet.operator.redis.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.testing.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The decision and its rim together, on real servers that are killed, stopped and misled. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RealRedisFailoverTest {

  private RealRedisCluster realRedisCluster;
  private TestPublisher testPublisher;

  @BeforeEach
  void start() throws Exception {
    realRedisCluster = new RealRedisCluster(2, 1);
    realRedisCluster.awaitSettled();
    testPublisher = new TestPublisher(realRedisCluster);
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
  }

  @AfterEach
  void stop() throws Exception {
    if (testPublisher != null) {
      testPublisher.close();
    }
    realRedisCluster.close();
  }

  @Test
  void beginsWithThePreferredMasterAndEveryReplicaInSync() throws Exception {
    assertEquals("redis-0", realRedisCluster.master().name);
    assertEquals(1, realRedisCluster.record.term());
    nothingIsMissing();
  }

  @Test
  void losesNothingWhenTheMasterIsKilledAndComesBackEmpty() throws Exception {
    var former = realRedisCluster.master();
    long at = System.nanoTime();
    former.server.kill();
    former.server.restart();
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    assertNotEquals(former, realRedisCluster.master());
    realRedisCluster.awaitSettled();
    nothingIsMissing();
    System.out.printf("killed, longest gap %d ms%n", longestGapSince(at));
  }

  @Test
  void losesNothingWhenTheMasterHangsAndContinues() throws Exception {
    var former = realRedisCluster.master();
    long at = System.nanoTime();
    former.server.suspend();
    await().until(() -> realRedisCluster.master() != null && realRedisCluster.master() != former);
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    former.server.resume();
    realRedisCluster.awaitSettled();
    nothingIsMissing();
    System.out.printf("hung, longest gap %d ms%n", longestGapSince(at));
  }

  @Test
  void keepsTheMasterDuringAShortPause() throws Exception {
    var former = realRedisCluster.master();
    former.server.suspend();
    Waits.pause(400);
    former.server.resume();
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    realRedisCluster.awaitSettled();
    assertEquals(1, realRedisCluster.record.term());
    nothingIsMissing();
  }

  @Test
  void continuesWithoutAReplicaUntilItIsBack() throws Exception {
    var replica = realRedisCluster.aReplica();
    replica.server.kill();
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    replica.server.restart();
    await().until(() -> replica.podRole.inSync() && realRedisCluster.isSettled());
    assertEquals(1, realRedisCluster.record.term());
    nothingIsMissing();
  }

  @Test
  void repairsAReplicaThatFollowsAnotherMaster() throws Exception {
    var replica = realRedisCluster.aReplica();
    replica.server.command("REPLICAOF", "127.0.0.1", "1");
    await().ignoreExceptions().until(() -> isFollowing(replica, realRedisCluster.master()));
    replica.server.command("REPLICAOF", "NO", "ONE");
    await().ignoreExceptions().until(() -> isFollowing(replica, realRedisCluster.master()));
    realRedisCluster.awaitSettled();
    assertEquals(1, realRedisCluster.record.term());
    nothingIsMissing();
  }

  @Test
  void handsOverUnderLoad() throws Exception {
    var former = realRedisCluster.master();
    long at = System.nanoTime();
    former.terminating = true;
    realRedisCluster.triggerReconcile();
    await().until(() -> realRedisCluster.master() != null && realRedisCluster.master() != former);
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    former.terminating = false;
    realRedisCluster.triggerReconcile();
    await().until(() -> realRedisCluster.record.isMaster(former.name));
    realRedisCluster.awaitSettled();
    nothingIsMissing();
    assertEquals(3, realRedisCluster.record.term());
    System.out.printf("handed over, longest gap %d ms%n", longestGapSince(at));
  }

  @Test
  void sendsNoCommandToASettledFleet() throws Exception {
    long before = repointed();
    int rounds = realRedisCluster.reconciles.get();
    while (realRedisCluster.reconciles.get() < rounds + 200) {
      realRedisCluster.triggerReconcile();
      Waits.pause(2);
    }
    assertEquals(before, repointed());
  }

  @Test
  void sendsNoCommandToRedisWithoutTheLease() throws Exception {
    var former = realRedisCluster.master();
    realRedisCluster.holdsLease = false;
    former.server.kill();
    former.server.restart();
    await()
        .until(() -> realRedisCluster.log.stream().anyMatch(s -> s.contains("The lease was lost")));
    assertTrue(realRedisCluster.all.stream().noneMatch(p -> "master".equals(role(p))));
    realRedisCluster.holdsLease = true;
    realRedisCluster.awaitSettled();
    nothingIsMissing();
  }

  /** -Dredis.faults=50, one after the other. */
  @Test
  @EnabledIfSystemProperty(named = "redis.faults", matches = "\\d+")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void losesNothingInASoak() throws Exception {
    var seed = Long.getLong("redis.seed", System.nanoTime());
    var random = new Random(seed);
    var killed = new ArrayList<Long>();
    var hung = new ArrayList<Long>();
    var handed = new ArrayList<Long>();
    System.out.println("seed " + seed);
    for (int i = 0; i < Integer.getInteger("redis.faults"); i++) {
      var master = realRedisCluster.master();
      var replica = realRedisCluster.aReplica();
      long at = System.nanoTime();
      int kind = random.nextInt(7);
      int pause = random.nextInt(1500);
      switch (kind) {
        case 0, 1 -> {
          master.server.kill();
          Waits.pause(kind * pause);
          master.server.restart();
          testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
          killed.add(longestGapSince(at));
        }
        case 2 -> {
          master.server.suspend();
          Waits.pause(pause * 2);
          master.server.resume();
          testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
          hung.add(longestGapSince(at));
        }
        case 3 -> {
          replica.server.kill();
          Waits.pause(pause);
          replica.server.restart();
        }
        case 4 -> {
          replica.server.suspend();
          Waits.pause(pause * 2);
          replica.server.resume();
        }
        case 5 -> replica.server.command("REPLICAOF", "NO", "ONE");
        default -> {
          master.terminating = true;
          realRedisCluster.triggerReconcile();
          await()
              .until(
                  () -> realRedisCluster.master() != null && realRedisCluster.master() != master);
          testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
          handed.add(longestGapSince(at));
          master.terminating = false;
        }
      }
      realRedisCluster.awaitNextReconcile();
      testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
      realRedisCluster.awaitSettled();
      assertEquals(0, testPublisher.missing(realRedisCluster.master().server), story(i, kind));
    }
    System.out.printf(
        "taken %d, missing 0, term %d; taken again after kill %s ms, after hang %s ms; hand-over"
            + " gap %s ms%n",
        testPublisher.acknowledged.size(),
        realRedisCluster.record.term(),
        sum(killed),
        sum(hung),
        sum(handed));
    assertTrue(realRedisCluster.record.dataLoss() == null, realRedisCluster.record.dataLoss());
  }

  private String story(int fault, int kind) {
    return "fault %d of kind %d\n%s"
        .formatted(fault, kind, String.join("\n", realRedisCluster.log));
  }

  private static String sum(List<Long> times) {
    var sorted = times.stream().sorted().toList();
    return sorted.isEmpty()
        ? "-"
        : "n=%d median %d worst %d"
            .formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }

  private void nothingIsMissing() throws Exception {
    testPublisher.close();
    realRedisCluster.awaitSettled();
    assertEquals(
        0,
        testPublisher.missing(realRedisCluster.master().server),
        () -> String.join("\n", realRedisCluster.log));
    assertTrue(realRedisCluster.record.dataLoss() == null, realRedisCluster.record.dataLoss());
  }

  private long longestGapSince(long nanos) {
    long last = nanos;
    long longest = 0;
    for (var one : testPublisher.acknowledged) {
      if (one.nanos() > nanos) {
        longest = Math.max(longest, one.nanos() - last);
        last = one.nanos();
      }
    }
    return longest / 1_000_000;
  }

  private long repointed() {
    long calls = 0;
    for (var pod : realRedisCluster.all) {
      var stats = String.valueOf(pod.server.command("INFO", "commandstats"));
      var found =
          java.util.regex.Pattern.compile("cmdstat_(replicaof|slaveof|eval):calls=(\\d+)")
              .matcher(stats);
      while (found.find()) {
        calls += found.group(1).equals("eval") ? 0 : Long.parseLong(found.group(2));
      }
    }
    return calls;
  }

  private static String role(RealRedisCluster.Pod pod) {
    return String.valueOf(((List<?>) pod.server.command("ROLE")).get(0));
  }

  /** Fails where it asks at the moment at which a former master sends its clients away. */
  private static boolean isFollowing(RealRedisCluster.Pod pod, RealRedisCluster.Pod master) {
    var role = (List<?>) pod.server.command("ROLE");
    return master != null
        && role.get(0).equals("slave")
        && role.get(1).equals(master.server.address())
        && role.get(3).equals("connected");
  }
}
