package io.wsfleet.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Redis fails while the operator is down, or the operator crashes during a failover: the result is
 * the same, and messages flow without the operator. By default one kind of fault and one crash are
 * tried; all kinds, a frozen leader and ten crashes with {@code -Dfaults=all}.
 */
@Needs({Need.NODE, Need.NODE_TOOL})
class OperatorOutageIT {

  // In this time a take-over is at one of its steps.
  private static final int STEPS_MILLIS = 3000;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static DeployedCluster deployedCluster;

  @BeforeAll
  static void aFleet() {
    deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
  }

  @AfterEach
  void isThereAgain() {
    operator.scale(1);
  }

  /** A replica's fault, which needs nobody, and then the master's, which waits for the operator. */
  @Test
  void theDataPathGoesOnWithoutIt() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      operator.scale(0);
      long before = load.report().acknowledged();
      Fault.KILLED.inject(load.redis().container(load.redis().replicas().get(0)));
      Awaitility.await("it goes on")
          .pollInterval(Duration.ofMillis(200))
          .atMost(Duration.ofSeconds(30))
          .until(() -> load.report().acknowledged() > before + 5L * ClusterUnderLoad.PER_SECOND);

      masterFailsUntilItIsBack(load, Fault.KILLED);
      load.stopAndVerify("a replica and the master killed without an operator");
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"DELETED", "STOPPED", "EVICTED", "CUT_OFF"})
  @AllFaultsOnly
  @Needs(Need.CUT_OFF)
  void theEndIsTheSameWhereItComesBackLater(Fault fault) {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      operator.scale(0);
      masterFailsUntilItIsBack(load, fault);
      load.stopAndVerify("without an operator, the master: " + fault);
    }
  }

  @Test
  void theEndIsTheSameWhereItIsKilledMeanwhile() {
    isKilledAtARandomMoment(1);
  }

  @RepeatedTest(value = 9, name = "killed at a random moment, {currentRepetition} more")
  @AllFaultsOnly
  void theEndIsTheSameWhenever(RepetitionInfo repetition) {
    isKilledAtARandomMoment(100 + repetition.getCurrentRepetition());
  }

  /** The frozen operator continues after another one has moved the master. */
  @Test
  @AllFaultsOnly
  void aFrozenLeaderDoesNothingWhenItIsLetGo() {
    operator.scaleToTwoWithLongLiveness();
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      String frozen = operator.leader();
      long pid = NodeTool.pid(OperatorInstall.NAMESPACE, frozen, operator.container(frozen));
      NodeTool.signal("STOP", pid);
      Instant end = Instant.now().plusSeconds(60);
      try {
        Awaitility.await("the other one leads")
            .atMost(Duration.ofSeconds(45))
            .until(operator::leader, leader -> !leader.equals(frozen));
        Fault.DELETED.inject(load.redis().container(load.redis().master()));
        load.awaitRecovered();
        Awaitility.await("a whole minute")
            .atMost(Duration.ofSeconds(61))
            .until(() -> Instant.now().isAfter(end));
      } finally {
        if (ProcessHandle.of(pid).isPresent()) NodeTool.signal("CONT", pid);
      }
      operator.awaitRunning();
      load.awaitRecovered();
      load.stopAndVerify("a leader frozen for 60 s");
    } finally {
      operator.scaleToOne();
    }
  }

  private static void masterFailsUntilItIsBack(ClusterUnderLoad load, Fault fault) {
    try (Fault.ActiveFault activeFault =
        fault.inject(load.redis().container(load.redis().master()))) {
      Instant end = activeFault.at().plusSeconds(5);
      Awaitility.await("a moment without it")
          .atMost(Duration.ofSeconds(10))
          .until(() -> Instant.now().isAfter(end));
      operator.scale(1);
      Awaitility.await("there is a master")
          .pollInterval(Duration.ofMillis(200))
          .atMost(Duration.ofSeconds(60))
          .until(() -> !load.report().gaps().stream().anyMatch(gap -> gap.open()));
    }
    load.awaitRecovered();
  }

  private static void isKilledAtARandomMoment(long seed) {
    int millis = new Random(seed).nextInt(STEPS_MILLIS);
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      long term = load.redis().term();
      Fault.KILLED.inject(load.redis().container(load.redis().master()));
      Awaitility.await("a moment")
          .pollDelay(Duration.ofMillis(millis))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> true);
      operator.kill();

      operator.awaitRunning();
      load.awaitRecovered();
      load.stopAndVerify("the operator killed " + millis + " ms after the master");
      assertEquals(1, Long.signum(load.redis().term() - term), "the term has not risen");
    }
  }
}
