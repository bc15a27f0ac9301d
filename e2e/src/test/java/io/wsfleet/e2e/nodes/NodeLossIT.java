package io.wsfleet.e2e.nodes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.ClusterNodes;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The node that has all of Redis is lost and does not come back: the fleet has a bus again without
 * anybody who deletes a pod. Needs a cluster of two nodes or more, and a node tool that knows
 * {@code partition} and {@code heal}; with {@code -Dfaults=all}.
 */
@Needs({Need.NODE, Need.NODE_TOOL})
@AllFaultsOnly
class NodeLossIT {

  /** The node is not ready after 50 s, tolerated for 30, and its pods had to end within 45. */
  private static final Duration BOUND = Duration.ofSeconds(240);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("loss");

  @Test
  void needsNobodyWhenAllOfRedisIsLostWithItsNode() {
    NodePlacement nodes = NodePlacement.assumed();
    DeployedCluster deployedCluster = nodes.fleetHere(operator, namespace, "chat", 1);
    nodes.drainHere(deployedCluster, "redis-replica");
    nodes.drainHere(deployedCluster, "redis-master");
    String lost = nodes.awaitMasterThere(deployedCluster);
    ClusterUnderLoad.awaitRecovered(deployedCluster, Duration.ofSeconds(120));

    try (Undo heal = ClusterNodes.partition(ClusterNodes.of(namespace.name(), lost))) {
      Awaitility.await("the bus has lost its master")
          .atMost(Duration.ofSeconds(60))
          .until(() -> !deployedCluster.condition("BusReady").is(true));
      ClusterUnderLoad.awaitRecovered(deployedCluster, BOUND);
      assertTrue(
          deployedCluster.read().at("/status/redis/dataLoss").isTextual(),
          "it says that acknowledged messages may be lost");
    }
    ClusterUnderLoad.awaitRecovered(deployedCluster, Duration.ofSeconds(120));
  }
}
