package io.wsfleet.e2e.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.process.LocalClusterProcess;
import io.wsfleet.e2e.run.Command;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's steps without a cluster: a clone, a JDK, one command. */
@Needs({Need.GIT, Need.NODE})
@SideBySide(Lane.BUILD)
class FreshCloneIT {

  private static final String URL = "http://localhost:30000";

  @Test
  void oneCommandMakesAFleetThatClientsTalkToAndCtrlCLeavesNothing(@TempDir Path folder) {
    Path clone = folder.resolve("wsfleet");
    Command.of("git", "clone", "--quiet", E2eSettings.project().toString(), clone.toString())
        .run(Duration.ofMinutes(1));

    List<ProcessHandle> started;
    try (LocalClusterProcess fleet = LocalClusterProcess.start(clone);
        SocketIoClients socketIoClients = new SocketIoClients()) {
      var took = fleet.awaitLine("chat is ready: " + URL, Duration.ofMinutes(10));
      System.out.println("from ./wsfleet up in a fresh clone to ready: " + took.toSeconds() + " s");

      for (int generation : new int[] {4, 2}) {
        var client = socketIoClients.connect("reference-" + generation, generation, URL);
        client.emit("testMsg", "from generation " + generation);
        Awaitility.await("testMsg is in a gateway's log")
            .atMost(Duration.ofSeconds(15))
            .until(() -> fleet.logged("testMsg", client.id()));
      }
      for (int generation : new int[] {4, 2}) {
        socketIoClients
            .get("reference-" + generation)
            .awaitFor(Duration.ofSeconds(40), "brdcst", "A broadcast message");
      }

      started = fleet.processes();
      fleet.interrupt(Duration.ofSeconds(30));
    }

    assertEquals(List.of(), started.stream().filter(ProcessHandle::isAlive).toList());
    assertEquals(List.of(), LocalClusterProcess.processesOf(clone));
  }
}
