package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Nodes;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The nodes as a test uses them that does something to one: gateways and the operator stay on those
 * that are left alone, and Redis is moved to the other ones.
 *
 * @param here where the API is reached
 * @param there all others
 */
record TwoNodes(List<String> here, List<String> there) {

  private static final Duration MOVED = Duration.ofSeconds(120);

  /** Skips the test where there is one node only. */
  static TwoNodes assumed() {
    List<String> nodes = Nodes.names();
    assumeTrue(nodes.size() > 1, "this test needs a second node");
    List<String> here = nodes.stream().filter(Nodes::holdsTheApi).toList();
    assumeTrue(!here.isEmpty(), "this test needs to know which node it must leave alone");
    return new TwoNodes(here, nodes.stream().filter(node -> !here.contains(node)).toList());
  }

  Fleet fleetHere(OperatorInstall operator, TestNamespace namespace, String name, int replicas) {
    try (Undo uncordon = Nodes.cordon(there)) {
      operator.kill();
      operator.awaitRunning();
      return UnderLoad.fleet(namespace, name, replicas);
    }
  }

  /**
   * Evicts some pods of a fleet from here, as a drain does, until all that the fleet has are there.
   */
  void drainHere(Fleet fleet, String component) {
    try (Undo uncordon = Nodes.cordon(here)) {
      for (String node : here) {
        Nodes.drain(
            node,
            "--pod-selector=wsfleet.io/cluster=%s,app.kubernetes.io/component=%s"
                .formatted(fleet.name(), component));
      }
      Awaitility.await(component + " is on another node")
          .pollInterval(Duration.ofMillis(500))
          .atMost(MOVED)
          .ignoreExceptions()
          .until(
              () ->
                  fleet.pods(component).stream()
                      .allMatch(pod -> there.contains(pod.getSpec().getNodeName())));
    }
  }

  /** Waits until the one that is master is there. */
  String awaitMasterThere(Fleet fleet) {
    var redis = new RedisPods(fleet);
    return Awaitility.await("the master is on another node")
        .pollInterval(Duration.ofMillis(500))
        .atMost(MOVED)
        .ignoreExceptions()
        .until(redis::master, master -> there.contains(Nodes.of(fleet.namespace(), master)));
  }
}
