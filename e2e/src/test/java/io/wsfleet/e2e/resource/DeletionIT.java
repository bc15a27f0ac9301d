package io.wsfleet.e2e.resource;

import io.wsfleet.e2e.cluster.NamespaceContents;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deleting a fleet deletes all its objects, without the operator. */
@SideBySide(Lane.OPERATOR)
class DeletionIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("delete");

  @Test
  void leavesNothing() {
    leavesNothingAfter(() -> {});
  }

  @Test
  void leavesNothingWithTheOperatorStoppedEither() {
    try {
      leavesNothingAfter(() -> operator.scale(0));
    } finally {
      operator.scale(1);
    }
  }

  private static void leavesNothingAfter(Runnable before) {
    NamespaceContents namespaceContents = new NamespaceContents(namespace.name());
    List<String> bare = namespaceContents.list();
    var deployedCluster = namespace.apply("chat", "gateway: {replicas: 2}").awaitReady();

    before.run();
    deployedCluster.delete();

    Awaitility.await("nothing is left")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> org.junit.jupiter.api.Assertions.assertEquals(bare, namespaceContents.list()));
  }
}
