package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.checker.CheckerReport;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Faults of all kinds in a row, at random moments from a fixed seed, with one checker over all of
 * them. Four by default, 20 with {@code -Dfaults=all}; {@code -Dfaults.in-a-row} and {@code
 * -Dfaults.seed} choose others.
 */
@Needs({Need.NODE, Need.NODE_TOOL, Need.CUT_OFF})
class RandomFaultsIT {

  private static final int FAULTS =
      Integer.getInteger("faults.in-a-row", E2eSettings.allFaults() ? 20 : 4);
  private static final long SEED = Long.getLong("faults.seed", 6);
  private static final int LONGEST_PAUSE_MILLIS = 5000;
  private static final int LASTING_MILLIS = 15_000;

  // Beside what a JVM and Redis take more or less from one moment to the next.
  private static final double GROWTH = 1.3;
  private static final long SLACK_KB = 64 * 1024;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  /** A fault, its pod, and whether that was the master. */
  private record InjectedFault(String what, Instant at, boolean master, Duration bound) {}

  @Test
  void loseNothingAndLeaveNothingBehind() {
    DeployedCluster deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
    var random = new Random(SEED);
    var past = new ArrayList<InjectedFault>();
    long gateways;
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      pause(10_000);
      gateways = memory(deployedCluster);
      long redis = redisMemory(load);
      for (int i = 0; i < FAULTS; i++) {
        pause(random.nextInt(LONGEST_PAUSE_MILLIS));
        past.add(injectRandomFault(load, random));
        load.awaitRecovered();
      }

      long gatewaysAfter = memory(deployedCluster);
      long redisAfter = redisMemory(load);
      CheckerReport checkerReport = load.stopAndVerify(FAULTS + " faults in a row, seed " + SEED);
      timesToANewMaster(past, checkerReport);
      grewLittle("gateways", gateways, gatewaysAfter);
      grewLittle("Redis", redis, redisAfter);
    }
  }

  /** Two of three are the master's, since that is where it matters. */
  private static InjectedFault injectRandomFault(ClusterUnderLoad load, Random random) {
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    boolean master = random.nextInt(3) > 0;
    List<String> replicas = load.redis().replicas();
    String pod = master ? load.redis().master() : replicas.get(random.nextInt(replicas.size()));
    try (Fault.ActiveFault activeFault = fault.inject(load.redis().container(pod))) {
      if (fault.lasts()) pause(5000 + random.nextInt(LASTING_MILLIS));
      return new InjectedFault(
          (master ? "the master: " : "a replica: ") + fault,
          activeFault.at(),
          master,
          fault.bound());
    }
  }

  private static void timesToANewMaster(List<InjectedFault> past, CheckerReport checkerReport) {
    List<Duration> times =
        past.stream()
            .map(
                each ->
                    ClusterUnderLoad.newMasterWithin(
                        each.bound(), each.what(), checkerReport, each.at()))
            .toList();
    List<Duration> sorted =
        IntStream.range(0, past.size())
            .filter(i -> past.get(i).master())
            .mapToObj(times::get)
            .sorted()
            .toList();
    if (sorted.isEmpty()) return;
    System.out.printf(
        "time to a new master: median %d ms, worst %d ms, of %d; all in ms: %s%n",
        sorted.get(sorted.size() / 2).toMillis(),
        sorted.get(sorted.size() - 1).toMillis(),
        sorted.size(),
        sorted.stream().map(Duration::toMillis).toList());
  }

  private static void grewLittle(String what, long before, long after) {
    System.out.printf("memory of %s: %d kB before, %d kB after%n", what, before, after);
    assertTrue(after < before * GROWTH + SLACK_KB, what + ": " + before + " became " + after);
  }

  /** What the gateways' processes have in memory, in kB. */
  private static long memory(DeployedCluster deployedCluster) {
    return deployedCluster.gateways().stream()
        .mapToLong(pod -> resident(NodeTool.pid(deployedCluster.namespace(), pod, "gateway")))
        .sum();
  }

  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all Redis pods use for data and buffers, in kB. */
  private static long redisMemory(ClusterUnderLoad load) {
    return load.redis().info("memory", "used_memory").values().stream()
            .mapToLong(Long::parseLong)
            .sum()
        / 1024;
  }

  /** The moment is the point here. */
  private static void pause(int millis) {
    Awaitility.await("a moment")
        .pollDelay(Duration.ofMillis(millis))
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofMillis(millis + 5000L))
        .until(() -> true);
  }
}
