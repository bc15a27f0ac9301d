package io.wsfleet.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a fleet does not begin, and how it ends when nobody lets it. */
class StartAndShutdownIT {
  @TempDir Path folder;

  @Test
  void namesThePortThatIsTakenBeforeAnythingStarts() throws Exception {
    int port = LocalClusterProcess.freeNodePort();
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress("127.0.0.1", port));
      try (LocalClusterProcess fleet = LocalClusterProcess.start(folder, 1, 0, port)) {
        assertTrue(fleet.process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(1, fleet.process.exitValue());
        String expected = "service port " + port + " (spec.service.nodePort of chat) is taken";
        assertTrue(fleet.output().contains(expected), fleet.output());
        assertFalse(Files.exists(folder.resolve("state/kubeconfig")));
      }
    }
  }

  @Test
  void leavesNoProcessWhenItIsKilledAndRefusesASecondFleetInItsFolder() throws Exception {
    try (LocalClusterProcess fleet = LocalClusterProcess.start(folder, 1, 0)) {
      await("two Redis and gateway processes and the operator")
          .atMost(Duration.ofSeconds(60))
          .until(() -> fleet.output().contains("chat is ready: ") || !fleet.process.isAlive());
      List<ProcessHandle> children = fleet.children();
      assertTrue(children.size() >= 3, fleet.output());

      try (LocalClusterProcess second = LocalClusterProcess.start(folder, 1, 0)) {
        assertTrue(second.process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(1, second.process.exitValue());
        assertTrue(second.output().contains("a fleet is already up"), second.output());
      }

      fleet.process.destroyForcibly();
      await("no process left")
          .atMost(Duration.ofSeconds(10))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }
}
