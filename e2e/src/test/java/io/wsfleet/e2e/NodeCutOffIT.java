package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wsfleet.e2e.cluster.Cluster;
import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Nodes;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.Undo;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Settings;
import io.wsfleet.e2e.run.Thorough;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    List<String> nodes = Nodes.names();
    assumeTrue(nodes.size() > 1, "this test needs a second node");
    List<String> here = nodes.stream().filter(Nodes::holdsTheApi).toList();
    List<String> there = nodes.stream().filter(node -> !here.contains(node)).toList();
    assumeTrue(!here.isEmpty(), "this test needs to know which node it must not cut off");
    // Gateways, replicas and the operator stay where they can be reached; the master goes away.
    Fleet fleet;
    try (Undo uncordon = Nodes.cordon(there)) {
      operator.kill();
      operator.awaitRunning();
      fleet = UnderLoad.fleet(namespace, "chat", 3);
    }
    String doomed;
    try (Undo uncordon = Nodes.cordon(here)) {
      doomed = movesTheMaster(fleet, there);
    }

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

  /** Where its pod is deleted, the next one is on another node, and is master in the end. */
  private static String movesTheMaster(Fleet fleet, List<String> there) {
    var redis = new RedisPods(fleet);
    Cluster.client()
        .pods()
        .inNamespace(fleet.namespace())
        .withName(fleet.pods("redis-master").get(0).getMetadata().getName())
        .delete();
    return Awaitility.await("the master is on another node")
        .pollInterval(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(redis::master, master -> there.contains(Nodes.of(fleet.namespace(), master)));
  }
}
