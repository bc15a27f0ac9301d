package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.peer.Checker;
import io.wsfleet.e2e.peer.FlawedServer;
import io.wsfleet.e2e.peer.FlawedServer.Flaw;
import io.wsfleet.e2e.peer.Report;
import io.wsfleet.e2e.run.Command;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A checker that finds nothing may be one that looks at nothing: here it meets servers with flaws,
 * and counts them exactly. Senders 0 and 1 are clients, 2 and 3 back ends.
 */
@Needs(Need.NODE)
class CheckerTest {

  private static final int RECEIVERS = 12;
  private static final int CLIENT = 1;
  private static final int BACK_END = 3;

  @Test
  void findsNothingWhereNothingIsWrong() {
    Report report = check(false, 0);

    counts(report, 0, 0, 0);
    assertEquals(0, report.closed());
    assertEquals(1, report.count("orders"));
    assertEquals(report.count("owed"), report.count("arrived"));
  }

  @Test
  void countsWhatIsDroppedDoubledAndSwappedAtOneReceiver() {
    Report report =
        check(
            false,
            1,
            new Flaw("drop", CLIENT, 5, 3),
            new Flaw("drop", BACK_END, 6, 3),
            new Flaw("drop", BACK_END, 6, 4),
            new Flaw("double", CLIENT, 7, 0),
            new Flaw("hold back", BACK_END, 8, 11));

    counts(report, 3, 1, 1);
    assertEquals(2, report.count("lost"), "messages that somebody missed");
    String first = report.json().path("first").toString();
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
    Report report = check(false, 1, Flaw.of("lose", CLIENT, 9));

    counts(report, RECEIVERS, 0, 0);
    assertEquals(1, report.count("lost"));
  }

  @Test
  void letsWhatNobodyAcknowledgedArriveOrNot() {
    Report report =
        check(
            false,
            0,
            Flaw.of("be silent", CLIENT, 5),
            Flaw.of("be silent", CLIENT, 9),
            Flaw.of("lose", CLIENT, 9));

    counts(report, 0, 0, 0);
    assertEquals(2, report.json().at("/byClients/undetermined").asInt());
  }

  @Test
  void doesNotLetItArriveTwice() {
    counts(
        check(false, 1, Flaw.of("be silent", CLIENT, 5), new Flaw("double", CLIENT, 5, 2)),
        0,
        1,
        0);
  }

  @Test
  void saysAnEmitAgainUnderItsNumberUntilItIsTaken() {
    Report report =
        check(false, 0, Flaw.of("refuse", BACK_END, 4), Flaw.of("take and fail", BACK_END, 8));

    counts(report, 0, 0, 0);
    assertEquals(2, report.json().at("/byApi/retries").asInt());
    assertEquals(1, report.json().at("/byApi/known").asInt());
    assertEquals(0, report.json().at("/byApi/undetermined").asInt());
  }

  @Test
  void countsAnEmitThatIsTakenAgainUnderTheSameNumber() {
    Report report =
        check(false, 1, Flaw.of("take and fail", BACK_END, 8), Flaw.of("forget", BACK_END, 8));

    counts(report, 0, RECEIVERS, 0);
  }

  @Test
  void countsSocketsThatAreClosedAndWhatTheyMissWhereNothingIsRecovered() {
    Report lossy = check(false, 1, new Flaw("close", CLIENT, 9, 5));
    Report recovering = check(true, 0, new Flaw("close", CLIENT, 9, 5));

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
      var outcome = run(options);
      assertEquals(2, outcome.exit(), options + ": " + outcome.everything());
      assertTrue(outcome.err().contains("--help"), outcome.everything());
    }
    assertEquals(0, run("--help").exit());
  }

  @Test
  void endsWithTwoWhereTheApiRefusesIt() {
    try (var server = new FlawedServer(false);
        var checker = check(server.addresses().withToken("guessed"))) {
      checker.awaitAcknowledged(10, Duration.ofSeconds(30));
      Report report = checker.stop();

      assertTrue(report.json().path("refusal").asText().startsWith("401"), report.toString());
      assertEquals(2, checker.exit());
    }
  }

  private static Report check(boolean recovers, int exit, Flaw... flaws) {
    try (var server = new FlawedServer(recovers, flaws);
        var checker = check(server.addresses())) {
      checker.awaitAcknowledged(80, Duration.ofSeconds(30));
      Report report = checker.stop();
      assertEquals(exit, checker.exit(), report.toString());
      return report;
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

  private static void counts(Report report, int missing, int twice, int outOfOrder) {
    assertEquals(missing, report.count("missing"), () -> "missing: " + report);
    assertEquals(twice, report.count("twice"), () -> "twice: " + report);
    assertEquals(outOfOrder, report.count("outOfOrder"), () -> "out of order: " + report);
  }

  private static Command.Outcome run(String options) {
    return Command.of("node", "e2e/node/checker.js")
        .with(options.isEmpty() ? new String[0] : options.split(" "))
        .tryRun(Duration.ofSeconds(20));
  }
}
