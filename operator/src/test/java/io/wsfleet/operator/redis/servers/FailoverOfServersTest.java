package io.wsfleet.operator.redis.servers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
class FailoverOfServersTest {

  private Pods pods;
  private Writer writer;

  @BeforeEach
  void start() throws Exception {
    pods = new Pods(2, 1);
    pods.awaitSettled();
    writer = new Writer(pods);
    writer.firstTakenAfter(System.nanoTime());
  }

  @AfterEach
  void stop() throws Exception {
    if (writer != null) {
      writer.close();
    }
    pods.close();
  }

  @Test
  void beginsAtHomeWithEverybodyFollowing() throws Exception {
    assertEquals("redis-0", pods.master().name);
    assertEquals(1, pods.record.term());
    nothingIsMissing();
  }

  @Test
  void losesNothingWithAMasterThatIsKilledAndComesBackEmpty() throws Exception {
    var former = pods.master();
    long at = System.nanoTime();
    former.server.kill();
    former.server.start();
    writer.firstTakenAfter(System.nanoTime());
    assertNotEquals(former, pods.master());
    pods.awaitSettled();
    nothingIsMissing();
    System.out.printf("killed, longest gap %d ms%n", longestGapSince(at));
  }

  @Test
  void losesNothingWithAMasterThatHangsAndGoesOn() throws Exception {
    var former = pods.master();
    long at = System.nanoTime();
    former.server.hang();
    await().until(() -> pods.master() != null && pods.master() != former);
    writer.firstTakenAfter(System.nanoTime());
    former.server.goOn();
    pods.awaitSettled();
    nothingIsMissing();
    System.out.printf("hung, longest gap %d ms%n", longestGapSince(at));
  }

  @Test
  void isNotMovedByAShortPause() throws Exception {
    var former = pods.master();
    former.server.hang();
    RedisServer.pause(400);
    former.server.goOn();
    writer.firstTakenAfter(System.nanoTime());
    pods.awaitSettled();
    assertEquals(1, pods.record.term());
    nothingIsMissing();
  }

  @Test
  void goesOnWithoutAReplicaUntilItIsBack() throws Exception {
    var replica = pods.aReplica();
    replica.server.kill();
    writer.firstTakenAfter(System.nanoTime());
    replica.server.start();
    await().until(() -> replica.podRole.inSync() && pods.isSettled());
    assertEquals(1, pods.record.term());
    nothingIsMissing();
  }

  @Test
  void putsBackAReplicaThatSomebodyHasMisled() throws Exception {
    var replica = pods.aReplica();
    replica.server.ask("REPLICAOF", "127.0.0.1", "1");
    await().ignoreExceptions().until(() -> isFollowing(replica, pods.master()));
    replica.server.ask("REPLICAOF", "NO", "ONE");
    await().ignoreExceptions().until(() -> isFollowing(replica, pods.master()));
    pods.awaitSettled();
    assertEquals(1, pods.record.term());
    nothingIsMissing();
  }

  @Test
  void handsTheRoleOverUnderLoad() throws Exception {
    var former = pods.master();
    long at = System.nanoTime();
    former.leaving = true;
    pods.lookAgain();
    await().until(() -> pods.master() != null && pods.master() != former);
    writer.firstTakenAfter(System.nanoTime());
    former.leaving = false;
    pods.lookAgain();
    await().until(() -> pods.record.isMaster(former.name));
    pods.awaitSettled();
    nothingIsMissing();
    assertEquals(3, pods.record.term());
    System.out.printf("handed over, longest gap %d ms%n", longestGapSince(at));
  }

  @Test
  void leavesThemAloneWhenAllIsWell() throws Exception {
    long before = repointed();
    int rounds = pods.rounds.get();
    while (pods.rounds.get() < rounds + 200) {
      pods.lookAgain();
      RedisServer.pause(2);
    }
    assertEquals(before, repointed());
  }

  @Test
  void tellsNothingToRedisWithoutTheLease() throws Exception {
    var former = pods.master();
    pods.mayAct = false;
    former.server.kill();
    former.server.start();
    await().until(() -> pods.story.stream().anyMatch(s -> s.contains("The Lease is over")));
    assertTrue(pods.all.stream().noneMatch(p -> "master".equals(role(p))));
    pods.mayAct = true;
    pods.awaitSettled();
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
      var master = pods.master();
      var replica = pods.aReplica();
      long at = System.nanoTime();
      int kind = random.nextInt(7);
      int pause = random.nextInt(1500);
      switch (kind) {
        case 0, 1 -> {
          master.server.kill();
          RedisServer.pause(kind * pause);
          master.server.start();
          writer.firstTakenAfter(System.nanoTime());
          killed.add(longestGapSince(at));
        }
        case 2 -> {
          master.server.hang();
          RedisServer.pause(pause * 2);
          master.server.goOn();
          writer.firstTakenAfter(System.nanoTime());
          hung.add(longestGapSince(at));
        }
        case 3 -> {
          replica.server.kill();
          RedisServer.pause(pause);
          replica.server.start();
        }
        case 4 -> {
          replica.server.hang();
          RedisServer.pause(pause * 2);
          replica.server.goOn();
        }
        case 5 -> replica.server.ask("REPLICAOF", "NO", "ONE");
        default -> {
          master.leaving = true;
          pods.lookAgain();
          await().until(() -> pods.master() != null && pods.master() != master);
          writer.firstTakenAfter(System.nanoTime());
          handed.add(longestGapSince(at));
          master.leaving = false;
        }
      }
      pods.awaitAnotherLook();
      writer.firstTakenAfter(System.nanoTime());
      pods.awaitSettled();
      assertEquals(0, writer.missing(pods.master().server), story(i, kind));
    }
    System.out.printf(
        "taken %d, missing 0, term %d; taken again after kill %s ms, after hang %s ms; hand-over gap %s ms%n",
        writer.taken.size(), pods.record.term(), sum(killed), sum(hung), sum(handed));
    assertTrue(pods.record.lost() == null, pods.record.lost());
  }

  private String story(int fault, int kind) {
    return "fault %d of kind %d\n%s".formatted(fault, kind, String.join("\n", pods.story));
  }

  private static String sum(List<Long> times) {
    var sorted = times.stream().sorted().toList();
    return sorted.isEmpty()
        ? "-"
        : "n=%d median %d worst %d"
            .formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }

  private void nothingIsMissing() throws Exception {
    writer.close();
    pods.awaitSettled();
    assertEquals(0, writer.missing(pods.master().server), () -> String.join("\n", pods.story));
    assertTrue(pods.record.lost() == null, pods.record.lost());
  }

  private long longestGapSince(long nanos) {
    long last = nanos;
    long longest = 0;
    for (var one : writer.taken) {
      if (one.nanos() > nanos) {
        longest = Math.max(longest, one.nanos() - last);
        last = one.nanos();
      }
    }
    return longest / 1_000_000;
  }

  private long repointed() {
    long calls = 0;
    for (var pod : pods.all) {
      var stats = String.valueOf(pod.server.ask("INFO", "commandstats"));
      var found =
          java.util.regex.Pattern.compile("cmdstat_(replicaof|slaveof|eval):calls=(\\d+)")
              .matcher(stats);
      while (found.find()) {
        calls += found.group(1).equals("eval") ? 0 : Long.parseLong(found.group(2));
      }
    }
    return calls;
  }

  private static String role(Pods.Pod pod) {
    return String.valueOf(((List<?>) pod.server.ask("ROLE")).get(0));
  }

  /** Fails where it asks at the moment at which a former master sends its clients away. */
  private static boolean isFollowing(Pods.Pod pod, Pods.Pod master) {
    var role = (List<?>) pod.server.ask("ROLE");
    return master != null
        && role.get(0).equals("slave")
        && role.get(1).equals(master.server.address())
        && role.get(3).equals("connected");
  }
}
