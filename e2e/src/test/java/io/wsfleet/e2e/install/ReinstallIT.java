package io.wsfleet.e2e.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another version is installed by the commands of the first, and serves the same namespaces. */
@SideBySide(Lane.OPERATOR)
class ReinstallIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();

  @Test
  void leavesTheOperatorAsItIs() {
    long before = operator.generation();

    OperatorInstall.applyAll();

    assertEquals(before, operator.generation());
  }
}
