package io.wsfleet.bench.report;

import static io.wsfleet.bench.report.PeerResultBuilder.outcome;
import static io.wsfleet.bench.report.PeerResultBuilder.peer;
import static io.wsfleet.bench.report.PeerResultBuilder.results;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.scenario.Run;
import io.wsfleet.bench.scenario.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTableTest {

  private static final Losses LOST = new Losses(1000, 1, 0);

  @Test
  void showsARowForEachMeasuredFigureAndTheComparison() {
    String table =
        ResultsTable.of(
            results(
                peer("wsfleet", outcome("bmax", 1.25, true, Losses.NONE)),
                peer("socketio4", outcome("bmax", 10.0, true, Losses.NONE)),
                peer("netty-socketio", outcome("bmax", 12.5, false, Losses.NONE))));
    assertEquals(List.of("1.3", "10.0", "12.5 ~", "≤ 1.3", "8.0 ×"), cells(table, 2));
    assertTrue(table.contains("\n~ others took more than a tenth"), table);
    assertFalse(table.contains("echo"), table);
  }

  @Test
  void doesNotShowAnInvalidFigure() {
    PeerResultBuilder lost =
        peer("socketio4", outcome("bmax", 10.0, true, LOST)).failure("bmax: " + LOST);
    Results results = results(peer("wsfleet", outcome("bmax", 1.0, true, Losses.NONE)), lost);
    String table = ResultsTable.of(results);
    assertEquals(List.of("1.0", "invalid", "≤ 1.3", ""), cells(table, 2));
    assertTrue(table.contains("**Not valid**: bmax: 1000 deliveries, 1 missing"), table);
    assertFalse(results.isValid());
  }

  @Test
  void saysWhyAPeerWasNotMeasured() {
    String table =
        ResultsTable.of(
            results(
                peer("wsfleet", outcome("echo", 7.0, true, Losses.NONE)),
                peer("socketio4").skipped("node is missing: install Node.js 18 or newer")));
    assertEquals(List.of("7.0", "–", "≤ 7.0", ""), cells(table, 2));
    assertTrue(table.contains("Not measured: node is missing"), table);
  }

  @Test
  void comparesThroughputTheOtherWayRound() {
    String table =
        ResultsTable.of(
            results(
                peer("wsfleet", outcome("bmax.rate", 400_000, true, Losses.NONE)),
                peer("socketio4", outcome("bmax.rate", 100_000, true, Losses.NONE))));
    assertEquals(List.of("400,000", "100,000", "", "4.0 ×"), cells(table, 2));
  }

  @Test
  void showsTheNoiseOfTheRuns() {
    var run = new Run(1, 2, 3, 4, 5, 6, 2.5, 0.07, null, null, null, null);
    var louder = new Run(1, 2, 3, 4, 5, 6, 2.4, 0.08, null, null, null, null);
    var scenarioResult =
        new ScenarioResult("bmax", Map.of(), List.of(run, louder), 0, true, Losses.NONE);
    String table = ResultsTable.noise(results(peer("wsfleet", scenarioResult), peer("socketio4")));
    assertEquals(List.of("8.0", "–"), cells(table, 2));
    assertEquals(List.of("2.5", "–"), cells(table, 3));
  }

  private static List<String> cells(String table, int line) {
    String[] cells = table.split("\n", -1)[line].split("\\|", -1);
    var found = new ArrayList<String>();
    for (int column = 3; column < cells.length - 1; column++) {
      found.add(cells[column].strip());
    }
    return found;
  }
}
