package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A replica fails in every way: the master stays, acknowledgements continue, and gateways that read
 * there read elsewhere. Lasting faults take 60 s ({@code -Dfaults.stopped.seconds}).
 */
@Needs({Need.NODE, Need.NODE_TOOL})
@AllFaultsOnly
class RedisReplicaLossIT {

  private static final Duration STOPPED = E2eSettings.duration("faults.stopped.seconds", 12, 60);

  // Until the hung one is not waited for any more, where it was one of those that had to confirm.
  private static final Duration UNNOTICED = Duration.ofSeconds(3);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static DeployedCluster deployedCluster;

  @BeforeAll
  static void aFleet() {
    deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void nobodyNotices(Fault fault) {
    losesAReplica(fault, 0);
  }

  /** One after the other, so that the one that most gateways read at is among them. */
  @Test
  void nobodyNoticesWhicheverItIs() {
    for (int index = 0; index < 3; index++) losesAReplica(Fault.KILLED, index);
  }

  private static void losesAReplica(Fault fault, int index) {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      String master = load.redis().master();
      long term = load.redis().term();
      String replica = load.redis().replicas().get(index);
      Instant at;

      try (Fault.ActiveFault activeFault = fault.inject(load.redis().container(replica))) {
        at = activeFault.at();
        Instant end = at.plus(fault.lasts() ? STOPPED : Duration.ofSeconds(2));
        Awaitility.await("a moment")
            .atMost(Duration.ofSeconds(70))
            .until(() -> Instant.now().isAfter(end));
      }

      load.awaitRecovered();
      String what = "a replica: " + fault;
      ClusterUnderLoad.newMasterWithin(UNNOTICED, what, load.stopAndVerify(what), at);
      assertEquals(master, load.redis().master());
      assertEquals(term, load.redis().term(), "there was a take-over");
    }
  }
}
