package io.wsfleet.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Command;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of two operators leads; one that was frozen does nothing when it continues. */
@SideBySide(Lane.OPERATOR)
class LeaderElectionIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("leader");

  @BeforeAll
  static void twoThatMayBeFrozen() {
    operator.scaleToTwoWithLongLiveness();
  }

  @AfterAll
  static void one() {
    operator.scaleToOne();
  }

  @Test
  @Needs(Need.NODE_TOOL)
  void aLeaderThatWasFrozenForAMinuteEndsWhenItIsLetGo() {
    var deployedCluster =
        namespace.apply("chat", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    String frozen = operator.leader();
    String container = operator.container(frozen);
    long pid = NodeTool.pid(OperatorInstall.NAMESPACE, frozen, container);
    long frozenAt = System.nanoTime();
    NodeTool.signal("STOP", pid);
    try {
      String next =
          Awaitility.await("the other one leads")
              .atMost(Duration.ofSeconds(45))
              .until(operator::leader, leader -> !leader.equals(frozen));
      Kubectl.run("-n", namespace.name(), "scale", "wsc/chat", "--replicas=3");
      deployedCluster.awaitReady();
      Awaitility.await("a whole minute")
          .atMost(Duration.ofSeconds(61))
          .until(() -> System.nanoTime() - frozenAt > Duration.ofSeconds(60).toNanos());

      // What the frozen one knows is one gateway; if it acted on that, there would be one again.
      long generation = generations(deployedCluster.namespace());
      NodeTool.signal("CONT", pid);
      Awaitility.await("the frozen one has ended")
          .atMost(Duration.ofSeconds(30))
          .until(() -> restarts(frozen) >= 1 || !operator.pods().contains(frozen));
      operator.awaitRunning();

      assertEquals(next, operator.leader(), "the lease went back");
      assertEquals(
          generation, generations(deployedCluster.namespace()), "a Deployment was changed");
      assertEquals(3, deployedCluster.gateways().size());
      assertNotEquals(frozen, operator.leader());
    } finally {
      if (ProcessHandle.of(pid).isPresent()) {
        Command.of("kill", "-CONT", Long.toString(pid)).tryRun(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void theOtherOneTakesOverWhenTheLeaderIsGone() {
    var deployedCluster =
        namespace.apply("over", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    String first = operator.leader();

    KubernetesCluster.client()
        .pods()
        .inNamespace(OperatorInstall.NAMESPACE)
        .withName(first)
        .withGracePeriod(0)
        .delete();
    Kubectl.run("-n", namespace.name(), "scale", "wsc/over", "--replicas=2");

    Awaitility.await("the other one has scaled")
        .atMost(Duration.ofSeconds(60))
        .until(() -> deployedCluster.read().at("/status/gateways").asText(), "2/2"::equals);
    operator.awaitRunning();
  }

  @Test
  void aLeaderThatIsAskedToEndGivesItsLeaseBack() {
    // Alone, so that nobody takes what is given back.
    operator.scale(1);
    operator.leader();

    operator.scale(0);

    assertEquals("", OperatorInstall.leaseHolder());
    operator.scale(2);
    operator.leader();
  }

  private static long generations(String namespace) {
    return KubernetesCluster.client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .mapToLong(deployment -> deployment.getMetadata().getGeneration())
        .sum();
  }

  private static int restarts(String pod) {
    var found =
        KubernetesCluster.client()
            .pods()
            .inNamespace(OperatorInstall.NAMESPACE)
            .withName(pod)
            .get();
    if (found == null || found.getStatus().getContainerStatuses().isEmpty()) return 0;
    return found.getStatus().getContainerStatuses().get(0).getRestartCount();
  }
}
