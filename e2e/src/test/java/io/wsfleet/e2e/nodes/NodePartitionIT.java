package io.wsfleet.e2e.nodes;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.wsfleet.e2e.cluster.ClusterNodes;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The node of the master is cut off for a minute, and returns with a Redis that still is master.
 * Needs a cluster of at least two nodes, and a node tool that supports {@code partition} and {@code
 * heal}; with {@code -Dfaults=all}.
 */
@Needs({Need.NODE, Need.NODE_TOOL})
@AllFaultsOnly
class NodePartitionIT {

  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Duration CUT_OFF = E2eSettings.duration("faults.node.seconds", 60, 60);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("node");

  @Test
  void itsMasterIsReplacedAndDoesNoHarmWhenItIsBack() {
    NodePlacement nodes = NodePlacement.assumed();
    DeployedCluster deployedCluster = nodes.fleetHere(operator, namespace, "chat", 3);
    nodes.drainHere(deployedCluster, "redis-master");
    String doomed = nodes.awaitMasterThere(deployedCluster);

    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      String node = ClusterNodes.of(namespace.name(), doomed);
      Instant at = Instant.now();
      try (Undo heal = ClusterNodes.partition(node)) {
        Awaitility.await("another master is recorded")
            .pollInterval(Duration.ofMillis(100))
            .atMost(Duration.ofSeconds(20))
            .until(() -> !load.redis().master().equals(doomed));
        Awaitility.await("so it stays for " + CUT_OFF)
            .atMost(CUT_OFF.plusSeconds(5))
            .until(() -> Instant.now().isAfter(at.plus(CUT_OFF)));
        assertNotEquals(doomed, load.redis().master());
      }

      load.awaitRecovered();
      String what = "the master's node cut off";
      ClusterUnderLoad.newMasterWithin(BOUND, what, load.stopAndVerify(what), at);
    }
  }
}
