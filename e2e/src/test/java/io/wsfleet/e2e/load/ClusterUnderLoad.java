package io.wsfleet.e2e.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.checker.Checker;
import io.wsfleet.e2e.checker.CheckerReport;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.E2eSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A fleet with hundreds of clients and hundreds of acknowledged messages a second, and the checks
 * after a fault.
 */
public final class ClusterUnderLoad implements AutoCloseable {

  static final int CLIENTS = E2eSettings.count("faults.clients", 100, 300);
  public static final int PER_SECOND = E2eSettings.count("faults.per-second", 50, 200);

  /** A machine with other work takes longer, which says nothing about the fleet. */
  private static final int TIMEOUT_FACTOR = E2eSettings.count("faults.lenience", 5, 1);

  private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(120);
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

  private final DeployedCluster deployedCluster;
  private final RedisPods redis;
  private final Checker checker;
  private final int restartsBefore;
  private final List<String> gatewaysBefore;

  private ClusterUnderLoad(DeployedCluster deployedCluster, Checker checker) {
    this.deployedCluster = deployedCluster;
    this.redis = new RedisPods(deployedCluster);
    this.checker = checker;
    this.restartsBefore = deployedCluster.gatewayRestarts();
    this.gatewaysBefore = deployedCluster.gateways();
  }

  /** Three gateways, and so many replicas. */
  public static DeployedCluster deploy(TestNamespace namespace, String name, int replicas) {
    return deploy(namespace, name, "{replicas: " + replicas + "}");
  }

  /**
   * Three gateways, and what is said of Redis in YAML; more of the spec too, indented by nothing.
   */
  public static DeployedCluster deploy(
      TestNamespace namespace, String name, String redis, String... more) {
    return namespace
        .apply(
            name,
            """
            gateway: {replicas: 3}
            service: {sessionAffinity: None}
            events: [{on: say, broadcast: {event: said}}]
            redis: %s
            """
                    .formatted(redis)
                + String.join("\n", more))
        .awaitReady(Duration.ofSeconds(120));
  }

  /** Waits until the fleet is Ready and messages are acknowledged. */
  public static ClusterUnderLoad start(DeployedCluster deployedCluster) {
    awaitRecovered(deployedCluster, RECOVERY_TIMEOUT);
    var addresses =
        new Checker.Addresses(
            List.of(deployedCluster.url()),
            List.of(deployedCluster.exposeApi()),
            deployedCluster.apiToken(),
            E2eSettings.clientAddresses());
    var checker =
        Checker.start(addresses, "--clients=" + CLIENTS, "--rate=" + PER_SECOND, "--settle=60");
    try {
      checker.awaitAcknowledged(3L * PER_SECOND, DELIVERY_TIMEOUT);
      return new ClusterUnderLoad(deployedCluster, checker);
    } catch (AssertionError notFlowing) {
      checker.close();
      throw notFlowing;
    }
  }

  public RedisPods redis() {
    return redis;
  }

  public CheckerReport report() {
    return checker.report();
  }

  /**
   * Waits until a fault is over: the bus is ready, there is one master, and messages are
   * acknowledged.
   */
  public ClusterUnderLoad awaitRecovered() {
    awaitRecovered(deployedCluster, RECOVERY_TIMEOUT);
    checker.awaitAcknowledged(3L * PER_SECOND, DELIVERY_TIMEOUT);
    return this;
  }

  public static void awaitRecovered(DeployedCluster deployedCluster, Duration atMost) {
    long start = System.nanoTime();
    for (String condition : List.of("BusReady", "Ready")) {
      Awaitility.await(deployedCluster + " says " + condition)
          .pollInterval(Duration.ofMillis(250))
          .atMost(atMost)
          .until(() -> deployedCluster.condition(condition).is(true));
    }
    new RedisPods(deployedCluster).awaitOneMaster(atMost.minusNanos(System.nanoTime() - start));
  }

  /** Stops the load and checks that no message was lost and no client disconnected. */
  public CheckerReport stopAndVerify(String what) {
    CheckerReport checkerReport = stop(what);
    assertEquals(
        0,
        checkerReport.count("missing"),
        () -> what + ", acknowledged and lost: " + checkerReport);
    return checkerReport;
  }

  /**
   * Stops the load and checks that each client whose gateway was replaced recovered, and that no
   * message was lost.
   */
  public CheckerReport stopAndVerifyRecovered(String what) {
    CheckerReport checkerReport = checker.stop();
    System.out.println(what + ": " + checkerReport);
    for (String nothing : List.of("missing", "twice", "outOfOrder", "notRecovered")) {
      assertEquals(
          0, checkerReport.count(nothing), () -> what + ", " + nothing + ": " + checkerReport);
    }
    assertTrue(checkerReport.count("recovered") > 0, () -> what + ", nobody moved");
    assertEquals(
        CLIENTS, checkerReport.count("connected"), () -> what + ", connected: " + checkerReport);
    return checkerReport;
  }

  /** The same check if acknowledged messages may be lost: everything else must hold. */
  public CheckerReport stop(String what) {
    CheckerReport checkerReport = checker.stop();
    System.out.println(what + ": " + checkerReport);
    assertEquals(0, checkerReport.closed(), () -> what + ", sockets closed: " + checkerReport);
    assertEquals(0, checkerReport.count("twice"), () -> what + ", twice: " + checkerReport);
    assertEquals(
        0, checkerReport.count("outOfOrder"), () -> what + ", out of order: " + checkerReport);
    assertEquals(
        CLIENTS, checkerReport.count("connected"), () -> what + ", connected: " + checkerReport);
    assertEquals(
        "",
        checkerReport.json().path("refusal").asText(),
        () -> what + ", refused: " + checkerReport);
    assertEquals(restartsBefore, deployedCluster.gatewayRestarts(), what + ", gateways restarted");
    assertEquals(gatewaysBefore, deployedCluster.gateways(), what + ", gateways replaced");
    return checkerReport;
  }

  /**
   * Prints the time from a fault to the next acknowledgement, and checks its limit: strictly only
   * if all faults are tried, on a machine without other work.
   */
  public static Duration newMasterWithin(
      Duration bound, String what, CheckerReport checkerReport, Instant fault) {
    Duration took = checkerReport.untilAcknowledgedAgain(fault);
    System.out.printf("%s: a new master acknowledged after %d ms%n", what, took.toMillis());
    Duration lenient = bound.multipliedBy(TIMEOUT_FACTOR);
    assertTrue(
        took.compareTo(lenient) <= 0,
        () -> what + ": " + took + ", not " + lenient + ": " + checkerReport);
    return took;
  }

  @Override
  public void close() {
    checker.close();
  }
}
