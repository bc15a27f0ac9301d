package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Nodes;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Settings;
import io.wsfleet.e2e.run.Thorough;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The node of the master is cut off from the network, for a minute, and comes back with a Redis
 * that believes to be master. Needs a cluster of two nodes or more, and a node tool that knows
 * {@code partition} and {@code heal}; with {@code -Dfaults=all}.
 */
@Needs({Need.NODE, Need.NODE_TOOL})
@Thorough
class NodeCutOffIT {

  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Duration CUT_OFF = Settings.lasting("faults.node.seconds", 60, 60);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("node");

  @Test
  void itsMasterIsReplacedAndDoesNoHarmWhenItIsBack() {
    TwoNodes nodes = TwoNodes.assumed();
    Fleet fleet = nodes.fleetHere(operator, namespace, "chat", 3);
    nodes.drainHere(fleet, "redis-master");
    String doomed = nodes.awaitMasterThere(fleet);

    try (UnderLoad load = UnderLoad.on(fleet)) {
      String node = Nodes.of(namespace.name(), doomed);
      Instant at = Instant.now();
      try (Undo heal = Nodes.partition(node)) {
        Awaitility.await("another master is recorded")
            .pollInterval(Duration.ofMillis(100))
            .atMost(Duration.ofSeconds(20))
            .until(() -> !load.redis().master().equals(doomed));
        Awaitility.await("so it stays for " + CUT_OFF)
            .atMost(CUT_OFF.plusSeconds(5))
            .until(() -> Instant.now().isAfter(at.plus(CUT_OFF)));
        assertNotEquals(doomed, load.redis().master());
      }

      load.awaitWhole();
      String what = "the master's node cut off";
      UnderLoad.newMasterWithin(BOUND, what, load.verdict(what), at);
    }
  }
}
