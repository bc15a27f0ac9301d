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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kubectl drain} of the node with all Redis pods ends, and no client is affected: the pods
 * leave one by one, each when another has its data. Needs a cluster of at least two nodes; with
 * {@code -Dfaults=all}.
 */
@Needs(Need.NODE)
@AllFaultsOnly
class NodeDrainIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("drain");

  @ParameterizedTest(name = "{0} replicas")
  @ValueSource(ints = {1, 2})
  void finishesWithNothingLost(int replicas) {
    NodePlacement nodes = NodePlacement.assumed();
    DeployedCluster deployedCluster =
        nodes.fleetHere(operator, namespace, "chat-" + replicas, replicas);
    nodes.drainHere(deployedCluster, "redis-replica");
    nodes.drainHere(deployedCluster, "redis-master");
    ClusterUnderLoad.awaitRecovered(deployedCluster, Duration.ofSeconds(120));

    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      try (Undo uncordon = ClusterNodes.cordon(nodes.there())) {
        nodes.there().forEach(node -> ClusterNodes.drain(node, "--ignore-daemonsets"));
        load.awaitRecovered();
        assertTrue(
            load.redis().pods().stream()
                .allMatch(pod -> nodes.here().contains(pod.getSpec().getNodeName())));
      }
      load.stopAndVerify("the node of all Redis pods drained, " + replicas + " replicas");
    }
    deployedCluster.delete();
  }

  /** The operator, the master, a replica and a gateway leave with one node. */
  @ParameterizedTest(name = "{0} replicas")
  @ValueSource(ints = {1, 3})
  void recoversEachClientOfAGatewayOnTheNode(int replicas) {
    NodePlacement nodes = NodePlacement.assumed();
    DeployedCluster deployedCluster =
        nodes.fleetHere(operator, namespace, "moved-" + replicas, replicas);
    nodes.drainHere(deployedCluster, "redis-replica");
    nodes.drainHere(deployedCluster, "redis-master");
    nodes.moveOneGatewayThere(deployedCluster);
    nodes.moveThere(operator);
    ClusterUnderLoad.awaitRecovered(deployedCluster, Duration.ofSeconds(120));

    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      try (Undo uncordon = ClusterNodes.cordon(nodes.there())) {
        nodes.there().forEach(node -> ClusterNodes.drain(node, "--ignore-daemonsets"));
        load.awaitRecovered();
      }
      load.stopAndVerifyRecovered(
          "the node of operator, master, replicas and a gateway drained, "
              + replicas
              + " replicas");
    }
    deployedCluster.delete();
  }
}
