package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.checker.CheckerReport;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The master and a replica are killed at the same moment. */
@Needs({Need.NODE, Need.NODE_TOOL})
@AllFaultsOnly
class RedisDoubleFaultIT {

  // There is a master as soon as ever; but two replicas have to acknowledge, and one is left: one
  // of those that were killed has to be back first.
  private static final Duration BOUND = Duration.ofSeconds(5);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  @Test
  void losesNothingWithThreeReplicas() {
    DeployedCluster deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      Instant at = killMasterAndReplica(load);

      load.awaitRecovered();
      String what = "the master and one of three replicas killed";
      ClusterUnderLoad.newMasterWithin(BOUND, what, load.stopAndVerify(what), at);
    }
  }

  /** Each message was on the master and one replica: where that was the other one, all is well. */
  @Test
  void saysThatSomethingMayBeLostWithTwo() {
    DeployedCluster deployedCluster = ClusterUnderLoad.deploy(namespace, "two", 2);
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      killMasterAndReplica(load);

      Awaitility.await("the status says that acknowledged messages may be lost")
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(20))
          .until(() -> !deployedCluster.read().at("/status/redis/dataLoss").asText().isEmpty());
      load.awaitRecovered();
      CheckerReport checkerReport = load.stop("the master and one of two replicas killed");
      // What was acknowledged by the pod that died with the master in the last moment before.
      assertTrue(
          checkerReport.count("lost") <= ClusterUnderLoad.PER_SECOND,
          () -> "more than a second's: " + checkerReport);
      assertEquals(checkerReport.count("lost") > 0, checkerReport.count("missing") > 0);
    }
    deployedCluster.delete();
  }

  private static Instant killMasterAndReplica(ClusterUnderLoad load) {
    var redis = load.redis();
    List<Long> pids =
        Stream.of(redis.master(), redis.replicas().get(0))
            .map(pod -> redis.container(pod).pid())
            .toList();
    Instant at = Instant.now();
    NodeTool.signal("KILL", pids);
    return at;
  }
}
