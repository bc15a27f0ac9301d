package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.peer.Report;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Thorough;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The master and a replica are killed at the same moment. */
@Needs({Need.NODE, Need.NODE_TOOL})
@Thorough
class RedisDoubleFaultIT {

  // There is a master as soon as ever; but two replicas have to acknowledge, and one is left: one
  // of those that were killed has to be back first.
  private static final Duration BOUND = Duration.ofSeconds(5);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  @Test
  void losesNothingWithThreeReplicas() {
    Fleet fleet = UnderLoad.fleet(namespace, "chat", 3);
    try (UnderLoad load = UnderLoad.on(fleet)) {
      Instant at = killMasterAndReplica(load);

      load.awaitWhole();
      String what = "the master and one of three replicas killed";
      UnderLoad.newMasterWithin(BOUND, what, load.verdict(what), at);
    }
  }

  /** Each message was on the master and one replica: where that was the other one, all is well. */
  @Test
  void saysThatSomethingMayBeLostWithTwo() {
    Fleet fleet = UnderLoad.fleet(namespace, "two", 2);
    try (UnderLoad load = UnderLoad.on(fleet)) {
      killMasterAndReplica(load);

      Awaitility.await("the status says that acknowledged messages may be lost")
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(20))
          .until(() -> fleet.read().path("status").toString().contains("lost"));
      load.awaitWhole();
      Report report = load.stop("the master and one of two replicas killed");
      // What was acknowledged by the pod that died with the master in the last moment before.
      assertTrue(
          report.count("lost") <= UnderLoad.PER_SECOND, () -> "more than a second's: " + report);
      assertEquals(report.count("lost") > 0, report.count("missing") > 0);
    }
    fleet.delete();
  }

  private static Instant killMasterAndReplica(UnderLoad load) {
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
