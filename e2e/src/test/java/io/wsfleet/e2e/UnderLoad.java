package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.peer.Checker;
import io.wsfleet.e2e.peer.Report;
import io.wsfleet.e2e.run.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A fleet with hundreds of clients on it and hundreds of acknowledged messages a second, to which
 * something happens; and what must hold after that, whatever it was.
 */
final class UnderLoad implements AutoCloseable {

  static final int CLIENTS = Settings.counting("faults.clients", 100, 300);
  static final int PER_SECOND = Settings.counting("faults.per-second", 50, 200);

  /**
   * A machine that does something else as well takes longer, which says nothing about the fleet.
   */
  private static final int LENIENCE = Settings.counting("faults.lenience", 5, 1);

  private static final Duration WHOLE = Duration.ofSeconds(120);
  private static final Duration FLOWS = Duration.ofSeconds(30);

  private final Fleet fleet;
  private final RedisPods redis;
  private final Checker checker;
  private final int restartsBefore;
  private final List<String> gatewaysBefore;

  private UnderLoad(Fleet fleet, Checker checker) {
    this.fleet = fleet;
    this.redis = new RedisPods(fleet);
    this.checker = checker;
    this.restartsBefore = fleet.gatewayRestarts();
    this.gatewaysBefore = fleet.gateways();
  }

  /** Three gateways, and so many replicas. */
  static Fleet fleet(TestNamespace namespace, String name, int replicas) {
    return fleet(namespace, name, "{replicas: " + replicas + "}");
  }

  /**
   * Three gateways, and what is said of Redis in YAML; more of the spec too, indented by nothing.
   */
  static Fleet fleet(TestNamespace namespace, String name, String redis, String... more) {
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

  /** Waits until the fleet is whole and its load flows. */
  static UnderLoad on(Fleet fleet) {
    awaitWhole(fleet, WHOLE);
    var addresses =
        new Checker.Addresses(
            List.of(fleet.url()),
            List.of(fleet.exposeApi()),
            fleet.apiToken(),
            Settings.clientAddresses());
    var checker =
        Checker.start(addresses, "--clients=" + CLIENTS, "--rate=" + PER_SECOND, "--settle=60");
    try {
      checker.awaitAcknowledged(3L * PER_SECOND, FLOWS);
      return new UnderLoad(fleet, checker);
    } catch (AssertionError notFlowing) {
      checker.close();
      throw notFlowing;
    }
  }

  RedisPods redis() {
    return redis;
  }

  Report soFar() {
    return checker.report();
  }

  /** Waits until a fault is over and done with: verified bus, one master, and the load flows. */
  UnderLoad awaitWhole() {
    awaitWhole(fleet, WHOLE);
    checker.awaitAcknowledged(3L * PER_SECOND, FLOWS);
    return this;
  }

  static void awaitWhole(Fleet fleet, Duration atMost) {
    long start = System.nanoTime();
    for (String condition : List.of("BusReady", "Ready")) {
      Awaitility.await(fleet + " says " + condition)
          .pollInterval(Duration.ofMillis(250))
          .atMost(atMost)
          .until(() -> fleet.condition(condition).is(true));
    }
    new RedisPods(fleet).awaitOneMaster(atMost.minusNanos(System.nanoTime() - start));
  }

  /** Has the load stop and arrive, and checks that nobody has noticed. */
  Report verdict(String what) {
    Report report = stop(what);
    assertEquals(0, report.count("missing"), () -> what + ", acknowledged and lost: " + report);
    return report;
  }

  /** The same where acknowledged messages may have been lost: all the rest must hold. */
  Report stop(String what) {
    Report report = checker.stop();
    System.out.println(what + ": " + report);
    assertEquals(0, report.closed(), () -> what + ", sockets closed: " + report);
    assertEquals(0, report.count("twice"), () -> what + ", twice: " + report);
    assertEquals(0, report.count("outOfOrder"), () -> what + ", out of order: " + report);
    assertEquals(CLIENTS, report.count("connected"), () -> what + ", connected: " + report);
    assertEquals("", report.json().path("refusal").asText(), () -> what + ", refused: " + report);
    assertEquals(restartsBefore, fleet.gatewayRestarts(), what + ", gateways restarted");
    assertEquals(gatewaysBefore, fleet.gateways(), what + ", gateways replaced");
    return report;
  }

  /**
   * Prints the time from a fault to the first acknowledgement after it, and bounds it: strictly
   * only where all faults are tried, on a machine that is there for that.
   */
  static Duration newMasterWithin(Duration bound, String what, Report report, Instant fault) {
    Duration took = report.untilAcknowledgedAgain(fault);
    System.out.printf("%s: a new master acknowledged after %d ms%n", what, took.toMillis());
    Duration lenient = bound.multipliedBy(LENIENCE);
    assertTrue(
        took.compareTo(lenient) <= 0,
        () -> what + ": " + took + ", not " + lenient + ": " + report);
    return took;
  }

  @Override
  public void close() {
    checker.close();
  }
}
