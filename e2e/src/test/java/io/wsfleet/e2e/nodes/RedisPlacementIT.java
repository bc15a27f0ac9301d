package io.wsfleet.e2e.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.e2e.cluster.ClusterNodes;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Redis pods of a fleet with defaults are on different nodes, where there are several. */
class RedisPlacementIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("placement");

  @Test
  void noNodeHasTheMasterAndAReplica() {
    int nodes = ClusterNodes.names().size();
    assumeTrue(nodes > 1, "this test needs a second node");
    DeployedCluster deployedCluster =
        namespace.apply("spread", "gateway: {replicas: 1}").awaitReady();
    Set<String> masters = nodes(deployedCluster, "redis-master");
    Set<String> replicas = nodes(deployedCluster, "redis-replica");
    assertEquals(2, deployedCluster.pods("redis-replica").size(), "by default");
    assertFalse(replicas.stream().anyMatch(masters::contains), masters + " and " + replicas);
    assertEquals(Math.min(2, nodes - 1), replicas.size(), "nodes of replicas: " + replicas);
  }

  private static Set<String> nodes(DeployedCluster deployedCluster, String component) {
    return deployedCluster.pods(component).stream()
        .map((Pod pod) -> pod.getSpec().getNodeName())
        .collect(Collectors.toSet());
  }
}
