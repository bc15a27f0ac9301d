package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Thorough;
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
 * Redis fails while the operator is away, or dies in the middle of its work: the end is the same,
 * and messages flow without it. By default it is away for one kind of fault and killed once; all
 * kinds, a frozen leader and ten kills with {@code -Dfaults=all}.
 */
@Needs({Need.NODE, Need.NODE_TOOL})
class OperatorAwayIT {

  // In this time a take-over is at one of its steps.
  private static final int STEPS_MILLIS = 3000;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static Fleet fleet;

  @BeforeAll
  static void aFleet() {
    fleet = UnderLoad.fleet(namespace, "chat", 3);
  }

  @AfterEach
  void isThereAgain() {
    operator.scale(1);
  }

  /** A replica's fault, which needs nobody, and then the master's, which waits for the operator. */
  @Test
  void theDataPathGoesOnWithoutIt() {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      operator.scale(0);
      long before = load.soFar().acknowledged();
      Fault.KILLED.strike(load.redis().container(load.redis().replicas().get(0)));
      Awaitility.await("it goes on")
          .pollInterval(Duration.ofMillis(200))
          .atMost(Duration.ofSeconds(30))
          .until(() -> load.soFar().acknowledged() > before + 5L * UnderLoad.PER_SECOND);

      masterFailsUntilItIsBack(load, Fault.KILLED);
      load.verdict("a replica and the master killed without an operator");
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"DELETED", "STOPPED", "EVICTED", "CUT_OFF"})
  @Thorough
  @Needs(Need.CUT_OFF)
  void theEndIsTheSameWhereItComesBackLater(Fault fault) {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      operator.scale(0);
      masterFailsUntilItIsBack(load, fault);
      load.verdict("without an operator, the master: " + fault);
    }
  }

  @Test
  void theEndIsTheSameWhereItIsKilledMeanwhile() {
    isKilledAtARandomMoment(1);
  }

  @RepeatedTest(value = 9, name = "killed at a random moment, {currentRepetition} more")
  @Thorough
  void theEndIsTheSameWhenever(RepetitionInfo repetition) {
    isKilledAtARandomMoment(100 + repetition.getCurrentRepetition());
  }

  /** The frozen one wakes up to a world in which another has moved the master. */
  @Test
  @Thorough
  void aFrozenLeaderDoesNothingWhenItIsLetGo() {
    operator.twoThatMayBeFrozen();
    try (UnderLoad load = UnderLoad.on(fleet)) {
      String frozen = operator.leader();
      long pid = NodeTool.pid(OperatorInstall.NAMESPACE, frozen, operator.container(frozen));
      NodeTool.signal("STOP", pid);
      Instant end = Instant.now().plusSeconds(60);
      try {
        Awaitility.await("the other one leads")
            .atMost(Duration.ofSeconds(45))
            .until(operator::leader, leader -> !leader.equals(frozen));
        Fault.DELETED.strike(load.redis().container(load.redis().master()));
        load.awaitWhole();
        Awaitility.await("a whole minute")
            .atMost(Duration.ofSeconds(61))
            .until(() -> Instant.now().isAfter(end));
      } finally {
        if (ProcessHandle.of(pid).isPresent()) NodeTool.signal("CONT", pid);
      }
      operator.awaitRunning();
      load.awaitWhole();
      load.verdict("a leader frozen for 60 s");
    } finally {
      operator.oneAgain();
    }
  }

  private static void masterFailsUntilItIsBack(UnderLoad load, Fault fault) {
    try (Fault.Struck struck = fault.strike(load.redis().container(load.redis().master()))) {
      Instant end = struck.at().plusSeconds(5);
      Awaitility.await("a moment without it")
          .atMost(Duration.ofSeconds(10))
          .until(() -> Instant.now().isAfter(end));
      operator.scale(1);
      Awaitility.await("there is a master")
          .pollInterval(Duration.ofMillis(200))
          .atMost(Duration.ofSeconds(60))
          .until(() -> !load.soFar().gaps().stream().anyMatch(gap -> gap.open()));
    }
    load.awaitWhole();
  }

  private static void isKilledAtARandomMoment(long seed) {
    int millis = new Random(seed).nextInt(STEPS_MILLIS);
    try (UnderLoad load = UnderLoad.on(fleet)) {
      long term = load.redis().term();
      Fault.KILLED.strike(load.redis().container(load.redis().master()));
      Awaitility.await("a moment")
          .pollDelay(Duration.ofMillis(millis))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> true);
      operator.kill();

      operator.awaitRunning();
      load.awaitWhole();
      load.verdict("the operator killed " + millis + " ms after the master");
      assertEquals(1, Long.signum(load.redis().term() - term), "the term has not risen");
    }
  }
}
