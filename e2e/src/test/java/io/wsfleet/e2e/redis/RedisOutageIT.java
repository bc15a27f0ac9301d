package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.e2e.checker.CheckerReport;
import io.wsfleet.e2e.cluster.ClusterNodes;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * All Redis pods fail and lose their memory; the clients stay connected. By default the pods are
 * killed; with {@code -Dfaults=all} they are also absent for 10 minutes ({@code
 * -Dfaults.gone.seconds}).
 */
@Needs({Need.NODE, Need.NODE_TOOL})
class RedisOutageIT {

  private static final Duration OUTAGE = E2eSettings.duration("faults.gone.seconds", 15, 600);
  private static final Duration RECOVERED = Duration.ofSeconds(10);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static DeployedCluster deployedCluster;
  private static RedisPods redis;

  @BeforeAll
  static void aFleet() {
    deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
    redis = new RedisPods(deployedCluster);
  }

  @Test
  void isWholeAgainAfterAllPodsWereKilledAtOnce() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      List<Long> pids = redis.names().stream().map(pod -> redis.container(pod).pid()).toList();
      String dataLossBefore = dataLoss();
      NodeTool.signal("KILL", pids);

      // Their containers may be back before anybody could have said that the bus is not ready.
      Awaitility.await("it is said that what was in Redis is lost")
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(30))
          .until(() -> !dataLoss().equals(dataLossBefore));
      isWholeSoonAfterItsReturn();
      load.awaitRecovered();
      losesNoMoreThanWasOnItsWay(load.stop("all of Redis killed"));
    }
  }

  /** No node takes its pods, which is what it looks like when the machines are full. */
  @Test
  @AllFaultsOnly
  void isWholeAgainAfterRedisWasGone() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      try (Undo uncordon = ClusterNodes.cordon(ClusterNodes.names())) {
        for (Pod pod : redis.pods()) {
          KubernetesCluster.client().resource(pod).withGracePeriod(0).delete();
        }
        Instant end = Instant.now().plus(OUTAGE);
        awaitNotReady();
        Awaitility.await("so it stays for " + OUTAGE)
            .atMost(OUTAGE.plusSeconds(5))
            .until(() -> Instant.now().isAfter(end));
        assertTrue(deployedCluster.condition("BusReady").is(false), "ready without a Redis");
      }

      isWholeSoonAfterItsReturn();
      load.awaitRecovered();
      losesNoMoreThanWasOnItsWay(load.stop("Redis gone for " + OUTAGE.toSeconds() + " s"));
    }
  }

  private static String dataLoss() {
    return deployedCluster.read().at("/status/redis/dataLoss").asText();
  }

  private static void awaitNotReady() {
    Awaitility.await("BusReady is false")
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(20))
        .until(() -> deployedCluster.condition("BusReady").is(false));
    var said = deployedCluster.condition("BusReady");
    assertFalse(said.reason().isEmpty() || said.message().isEmpty(), said.toString());
    assertFalse(deployedCluster.condition("Ready").is(true), "Ready without a bus");
    System.out.println("without Redis: " + said);
  }

  private static void isWholeSoonAfterItsReturn() {
    Awaitility.await("all Redis containers run")
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> redis.pods().size() == 4 && redis.pods().stream().allMatch(RedisOutageIT::runs));
    Instant returned = Instant.now();
    Awaitility.await("whole again")
        .pollInterval(Duration.ofMillis(200))
        .atMost(RECOVERED)
        .until(
            () ->
                deployedCluster.condition("BusReady").is(true)
                    && deployedCluster.condition("Ready").is(true));
    System.out.println("whole again after " + Duration.between(returned, Instant.now()));
  }

  private static boolean runs(Pod pod) {
    var statuses = pod.getStatus().getContainerStatuses();
    return !statuses.isEmpty() && statuses.get(0).getState().getRunning() != null;
  }

  /** With all copies in memory gone, what no gateway had read yet cannot be anywhere. */
  private static void losesNoMoreThanWasOnItsWay(CheckerReport checkerReport) {
    assertTrue(
        checkerReport.count("lost") <= ClusterUnderLoad.PER_SECOND,
        () -> "more than a second's: " + checkerReport);
  }
}
