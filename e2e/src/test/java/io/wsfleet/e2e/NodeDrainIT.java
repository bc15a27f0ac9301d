package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Nodes;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Thorough;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kubectl drain} of the node that has all of Redis finishes, and nobody notices: its pods
 * leave one by one, each when another has what it has. Needs a cluster of two nodes or more; with
 * {@code -Dfaults=all}.
 */
@Needs(Need.NODE)
@Thorough
class NodeDrainIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("drain");

  @ParameterizedTest(name = "{0} replicas")
  @ValueSource(ints = {1, 2})
  void finishesWithNothingLost(int replicas) {
    TwoNodes nodes = TwoNodes.assumed();
    Fleet fleet = nodes.fleetHere(operator, namespace, "chat-" + replicas, replicas);
    nodes.drainHere(fleet, "redis-replica");
    nodes.drainHere(fleet, "redis-master");
    UnderLoad.awaitWhole(fleet, Duration.ofSeconds(120));

    try (UnderLoad load = UnderLoad.on(fleet)) {
      try (Undo uncordon = Nodes.cordon(nodes.there())) {
        nodes.there().forEach(node -> Nodes.drain(node, "--ignore-daemonsets"));
        load.awaitWhole();
        assertTrue(
            load.redis().pods().stream()
                .allMatch(pod -> nodes.here().contains(pod.getSpec().getNodeName())));
      }
      load.verdict("the node of all Redis pods drained, " + replicas + " replicas");
    }
    fleet.delete();
  }
}
