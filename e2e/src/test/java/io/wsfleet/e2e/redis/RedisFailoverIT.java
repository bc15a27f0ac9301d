package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.checker.CheckerReport;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
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
 * The master of Redis fails in every way, and no client is affected. By default it is killed,
 * stopped for 12 s ({@code -Dfaults.stopped.seconds}) and cut off for 20 s ({@code
 * -Dfaults.cut-off.seconds}); with {@code -Dfaults=all} it is stopped for 60 s, and also deleted
 * and evicted.
 */
@Needs({Need.NODE, Need.NODE_TOOL})
class RedisFailoverIT {

  private static final Duration STOPPED = E2eSettings.duration("faults.stopped.seconds", 12, 60);
  private static final Duration CUT_OFF = E2eSettings.duration("faults.cut-off.seconds", 20, 20);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static DeployedCluster deployedCluster;

  @BeforeAll
  static void aFleet() {
    deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"KILLED", "STOPPED"})
  void hasANewMasterWithNothingLost(Fault fault) {
    losesTheMaster(fault);
  }

  @Test
  @Needs(Need.CUT_OFF)
  void hasANewMasterWhileTheOldOneIsCutOff() {
    losesTheMaster(Fault.CUT_OFF);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"DELETED", "EVICTED"})
  @AllFaultsOnly
  void hasANewMasterWhereTheOldOneEndsInOrder(Fault fault) {
    losesTheMaster(fault);
  }

  private static void losesTheMaster(Fault fault) {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      RedisPods redis = load.redis();
      String old = redis.master();
      long term = redis.term();
      Instant at;

      try (Fault.ActiveFault activeFault = fault.inject(redis.container(old))) {
        at = activeFault.at();
        Awaitility.await("another master is recorded")
            .pollInterval(Duration.ofMillis(100))
            .atMost(Duration.ofSeconds(20))
            .until(() -> !redis.master().equals(old) && redis.term() > term);
        if (fault.lasts()) {
          stays(fault == Fault.STOPPED ? STOPPED : CUT_OFF, at);
          assertNotEquals(old, redis.master(), "a pod that does not answer is master");
        }
      }

      load.awaitRecovered();
      CheckerReport checkerReport = load.stopAndVerify("the master: " + fault);
      ClusterUnderLoad.newMasterWithin(fault.bound(), "the master: " + fault, checkerReport, at);
      assertTrue(redis.term() > term, "the term is " + redis.term() + " after " + term);
    }
  }

  /** The time is what is tried here. */
  private static void stays(Duration time, Instant since) {
    Awaitility.await("so it stays for " + time)
        .atMost(time.plusSeconds(5))
        .until(() -> Instant.now().isAfter(since.plus(time)));
  }
}
