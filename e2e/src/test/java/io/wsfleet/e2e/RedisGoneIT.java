package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.e2e.cluster.Cluster;
import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.Nodes;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.peer.Report;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Settings;
import io.wsfleet.e2e.run.Thorough;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * All of Redis is gone, and with it what it had in memory; the sockets stay. By default its pods
 * are killed; with {@code -Dfaults=all} it is also gone for 10 minutes ({@code
 * -Dfaults.gone.seconds}).
 */
@Needs({Need.NODE, Need.NODE_TOOL})
class RedisGoneIT {

  private static final Duration GONE = Settings.lasting("faults.gone.seconds", 15, 600);
  private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static Fleet fleet;
  private static RedisPods redis;

  @BeforeAll
  static void aFleet() {
    fleet = UnderLoad.fleet(namespace, "chat", 3);
    redis = new RedisPods(fleet);
  }

  @Test
  void isWholeAgainAfterAllPodsWereKilledAtOnce() {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      List<Long> pids = redis.names().stream().map(pod -> redis.container(pod).pid()).toList();
      String lostBefore = lost();
      NodeTool.signal("KILL", pids);

      // Their containers may be back before anybody could have said that the bus is not ready.
      Awaitility.await("it is said that what was in Redis is lost")
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(30))
          .until(() -> !lost().equals(lostBefore));
      isWholeSoonAfterItsReturn();
      load.awaitWhole();
      losesNoMoreThanWasOnItsWay(load.stop("all of Redis killed"));
    }
  }

  /** No node takes its pods, which is what it looks like when the machines are full. */
  @Test
  @Thorough
  void isWholeAgainAfterRedisWasGone() {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      try (Undo uncordon = Nodes.cordon(Nodes.names())) {
        for (Pod pod : redis.pods()) {
          Cluster.client().resource(pod).withGracePeriod(0).delete();
        }
        Instant end = Instant.now().plus(GONE);
        awaitNotReady();
        Awaitility.await("so it stays for " + GONE)
            .atMost(GONE.plusSeconds(5))
            .until(() -> Instant.now().isAfter(end));
        assertTrue(fleet.condition("BusReady").is(false), "ready without a Redis");
      }

      isWholeSoonAfterItsReturn();
      load.awaitWhole();
      losesNoMoreThanWasOnItsWay(load.stop("Redis gone for " + GONE.toSeconds() + " s"));
    }
  }

  private static String lost() {
    return fleet.read().at("/status/redis/lost").asText();
  }

  private static void awaitNotReady() {
    Awaitility.await("BusReady is false")
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(20))
        .until(() -> fleet.condition("BusReady").is(false));
    var said = fleet.condition("BusReady");
    assertFalse(said.reason().isEmpty() || said.message().isEmpty(), said.toString());
    assertFalse(fleet.condition("Ready").is(true), "Ready without a bus");
    System.out.println("without Redis: " + said);
  }

  private static void isWholeSoonAfterItsReturn() {
    Awaitility.await("all Redis containers run")
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(60))
        .until(() -> redis.pods().size() == 4 && redis.pods().stream().allMatch(RedisGoneIT::runs));
    Instant returned = Instant.now();
    Awaitility.await("whole again")
        .pollInterval(Duration.ofMillis(200))
        .atMost(WHOLE_AGAIN)
        .until(() -> fleet.condition("BusReady").is(true) && fleet.condition("Ready").is(true));
    System.out.println("whole again after " + Duration.between(returned, Instant.now()));
  }

  private static boolean runs(Pod pod) {
    var statuses = pod.getStatus().getContainerStatuses();
    return !statuses.isEmpty() && statuses.get(0).getState().getRunning() != null;
  }

  /** With all copies in memory gone, what no gateway had read yet cannot be anywhere. */
  private static void losesNoMoreThanWasOnItsWay(Report report) {
    assertTrue(
        report.count("lost") <= UnderLoad.PER_SECOND, () -> "more than a second's: " + report);
  }
}
