package io.wsfleet.e2e.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.checker.FaultyServer.DeliveryFault;
import io.wsfleet.e2e.run.Command;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Tests the checker against servers with faults, which it must count exactly. Senders 0 and 1 are
 * clients, 2 and 3 back ends.
 */
@Needs(Need.NODE)
class CheckerTest {

  private static final int RECEIVERS = 12;
  private static final int CLIENT = 1;
  private static final int BACK_END = 3;

  @Test
  void findsNothingWhereNothingIsWrong() {
    CheckerReport checkerReport = check(false, 0);

    counts(checkerReport, 0, 0, 0);
    assertEquals(0, checkerReport.closed());
    assertEquals(1, checkerReport.count("orders"));
    assertEquals(checkerReport.count("owed"), checkerReport.count("arrived"));
  }

  @Test
  void countsWhatIsDroppedDoubledAndSwappedAtOneReceiver() {
    CheckerReport checkerReport =
        check(
            false,
            1,
            new DeliveryFault("drop", CLIENT, 5, 3),
            new DeliveryFault("drop", BACK_END, 6, 3),
            new DeliveryFault("drop", BACK_END, 6, 4),
            new DeliveryFault("double", CLIENT, 7, 0),
            new DeliveryFault("hold back", BACK_END, 8, 11));

    counts(checkerReport, 3, 1, 1);
    assertEquals(2, checkerReport.count("lost"), "messages that somebody missed");
    String first = checkerReport.json().path("first").toString();
    for (String fault :
        new String[] {
          "{'fault':'missing','receiver':3,'sender':'client 1','number':5}",
          "{'fault':'missing','receiver':4,'sender':'back end 3','number':6}",
          "{'fault':'twice','receiver':0,'sender':'client 1','number':7}",
          "{'fault':'out of order','receiver':11,'sender':'back end 3','number':8}"
        }) {
      assertTrue(first.contains(fault.replace('\'', '"')), fault + " is not in " + first);
    }
  }

  @Test
  void countsAnAcknowledgedMessageThatReachesNobodyForEachReceiver() {
    CheckerReport checkerReport = check(false, 1, DeliveryFault.of("lose", CLIENT, 9));

    counts(checkerReport, RECEIVERS, 0, 0);
    assertEquals(1, checkerReport.count("lost"));
  }

  @Test
  void letsWhatNobodyAcknowledgedArriveOrNot() {
    CheckerReport checkerReport =
        check(
            false,
            0,
            DeliveryFault.of("be silent", CLIENT, 5),
            DeliveryFault.of("be silent", CLIENT, 9),
            DeliveryFault.of("lose", CLIENT, 9));

    counts(checkerReport, 0, 0, 0);
    assertEquals(2, checkerReport.json().at("/byClients/undetermined").asInt());
  }

  @Test
  void doesNotLetItArriveTwice() {
    counts(
        check(
            false,
            1,
            DeliveryFault.of("be silent", CLIENT, 5),
            new DeliveryFault("double", CLIENT, 5, 2)),
        0,
        1,
        0);
  }

  @Test
  void saysAnEmitAgainUnderItsNumberUntilItIsTaken() {
    CheckerReport checkerReport =
        check(
            false,
            0,
            DeliveryFault.of("refuse", BACK_END, 4),
            DeliveryFault.of("take and fail", BACK_END, 8));

    counts(checkerReport, 0, 0, 0);
    assertEquals(2, checkerReport.json().at("/byApi/retries").asInt());
    assertEquals(1, checkerReport.json().at("/byApi/known").asInt());
    assertEquals(0, checkerReport.json().at("/byApi/undetermined").asInt());
  }

  @Test
  void countsAnEmitThatIsTakenAgainUnderTheSameNumber() {
    CheckerReport checkerReport =
        check(
            false,
            1,
            DeliveryFault.of("take and fail", BACK_END, 8),
            DeliveryFault.of("forget", BACK_END, 8));

    counts(checkerReport, 0, RECEIVERS, 0);
  }

  @Test
  void countsSocketsThatAreClosedAndWhatTheyMissWhereNothingIsRecovered() {
    CheckerReport lossy = check(false, 1, new DeliveryFault("close", CLIENT, 9, 5));
    CheckerReport recovering = check(true, 0, new DeliveryFault("close", CLIENT, 9, 5));

    assertEquals("{\"transport close\":1}", lossy.json().path("closed").toString());
    assertEquals(1, lossy.count("notRecovered"));
    assertTrue(lossy.count("missing") > 0);
    assertEquals(1, recovering.closed());
    assertEquals(1, recovering.count("recovered"));
    counts(recovering, 0, 0, 0);
  }

  @Test
  void endsWithTwoWhereItIsToldWrongOrCannotMeasure() {
    for (String options :
        new String[] {
          "",
          "--url",
          "--url nonsense",
          "--url http://localhost:1 --clients few",
          "--url http://localhost:1 --no-such-option",
          "--url http://localhost:1 --api http://localhost:1",
          "--url http://localhost:1 --api http://localhost:1 --token-file no-such-file"
        }) {
      var result = run(options);
      assertEquals(2, result.exit(), options + ": " + result.output());
      assertTrue(result.err().contains("--help"), result.output());
    }
    assertEquals(0, run("--help").exit());
  }

  @Test
  void endsWithTwoWhereTheApiRefusesIt() {
    try (var server = new FaultyServer(false);
        var checker = check(server.addresses().withToken("guessed"))) {
      checker.awaitAcknowledged(10, Duration.ofSeconds(30));
      CheckerReport checkerReport = checker.stop();

      assertTrue(
          checkerReport.json().path("refusal").asText().startsWith("401"),
          checkerReport.toString());
      assertEquals(2, checker.exit());
    }
  }

  private static CheckerReport check(boolean recovers, int exit, DeliveryFault... faults) {
    try (var server = new FaultyServer(recovers, faults);
        var checker = check(server.addresses())) {
      checker.awaitAcknowledged(80, Duration.ofSeconds(30));
      CheckerReport checkerReport = checker.stop();
      assertEquals(exit, checker.exit(), checkerReport.toString());
      return checkerReport;
    }
  }

  private static Checker check(Checker.Addresses addresses) {
    return Checker.start(
        addresses,
        "--clients=" + RECEIVERS,
        "--rate=100",
        "--senders=2",
        "--threads=2",
        "--ack-millis=500",
        "--settle=3");
  }

  private static void counts(CheckerReport checkerReport, int missing, int twice, int outOfOrder) {
    assertEquals(missing, checkerReport.count("missing"), () -> "missing: " + checkerReport);
    assertEquals(twice, checkerReport.count("twice"), () -> "twice: " + checkerReport);
    assertEquals(
        outOfOrder, checkerReport.count("outOfOrder"), () -> "out of order: " + checkerReport);
  }

  private static Command.Result run(String options) {
    return Command.of("node", "e2e/node/checker.js")
        .with(options.isEmpty() ? new String[0] : options.split(" "))
        .tryRun(Duration.ofSeconds(20));
  }
}
