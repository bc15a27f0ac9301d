package io.wsfleet.e2e.nodes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wsfleet.e2e.cluster.ClusterNodes;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The placement for a test of node faults: gateways and the operator stay on the nodes without
 * faults, Redis moves to the others.
 *
 * @param here the node of the API server
 * @param there all others
 */
record NodePlacement(List<String> here, List<String> there) {

  private static final Duration MOVED = Duration.ofSeconds(120);

  /** Skips the test where there is one node only. */
  static NodePlacement assumed() {
    List<String> nodes = ClusterNodes.names();
    assumeTrue(nodes.size() > 1, "this test needs a second node");
    List<String> here = nodes.stream().filter(ClusterNodes::holdsTheApi).toList();
    assumeTrue(!here.isEmpty(), "this test needs to know which node it must leave alone");
    return new NodePlacement(here, nodes.stream().filter(node -> !here.contains(node)).toList());
  }

  DeployedCluster fleetHere(
      OperatorInstall operator, TestNamespace namespace, String name, int replicas) {
    try (Undo uncordon = ClusterNodes.cordon(there)) {
      operator.kill();
      operator.awaitRunning();
      return ClusterUnderLoad.deploy(namespace, name, replicas);
    }
  }

  /**
   * Evicts some pods of a fleet from here, as a drain does, until all that the fleet has are there.
   */
  void drainHere(DeployedCluster deployedCluster, String component) {
    try (Undo uncordon = ClusterNodes.cordon(here)) {
      for (String node : here) {
        ClusterNodes.drain(
            node,
            "--pod-selector=wsfleet.io/cluster=%s,app.kubernetes.io/component=%s"
                .formatted(deployedCluster.name(), component));
      }
      Awaitility.await(component + " is on another node")
          .pollInterval(Duration.ofMillis(500))
          .atMost(MOVED)
          .ignoreExceptions()
          .until(
              () ->
                  deployedCluster.pods(component).stream()
                      .allMatch(pod -> there.contains(pod.getSpec().getNodeName())));
    }
  }

  /** Replaces one gateway by one on another node. */
  void moveOneGatewayThere(DeployedCluster deployedCluster) {
    try (Undo uncordon = ClusterNodes.cordon(here)) {
      String gateway = deployedCluster.gateways().get(0);
      Kubectl.run("delete", "pod", gateway, "--namespace=" + deployedCluster.namespace());
      Awaitility.await("a gateway is on another node")
          .pollInterval(Duration.ofMillis(500))
          .atMost(MOVED)
          .ignoreExceptions()
          .until(
              () ->
                  deployedCluster.pods("gateway").stream()
                      .anyMatch(pod -> there.contains(pod.getSpec().getNodeName())));
    }
    deployedCluster.awaitReady(MOVED);
  }

  /** Moves the operator to the nodes with faults. */
  void moveThere(OperatorInstall operator) {
    try (Undo uncordon = ClusterNodes.cordon(here)) {
      operator.kill();
      operator.awaitRunning();
    }
  }

  /** Waits until the one that is master is there. */
  String awaitMasterThere(DeployedCluster deployedCluster) {
    var redis = new RedisPods(deployedCluster);
    return Awaitility.await("the master is on another node")
        .pollInterval(Duration.ofMillis(500))
        .atMost(MOVED)
        .ignoreExceptions()
        .until(
            redis::master,
            master -> there.contains(ClusterNodes.of(deployedCluster.namespace(), master)));
  }
}
