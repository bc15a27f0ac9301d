package io.wsfleet.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.scenario.Run;
import io.wsfleet.bench.scenario.ScenarioResult;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {

  private static final Losses LOST = new Losses(1000, 1, 0);

  @Test
  void showsARowForWhatWasMeasuredAndHowMuchBetterThatIs() {
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
  void doesNotShowAFigureThatIsNotValid() {
    PeerResultBuilder lost =
        peer("socketio4", outcome("bmax", 10.0, true, LOST)).failure("bmax: " + LOST);
    Results results = results(peer("wsfleet", outcome("bmax", 1.0, true, Losses.NONE)), lost);
    String table = ResultsTable.of(results);
    assertEquals(List.of("1.0", "invalid", "≤ 1.3", ""), cells(table, 2));
    assertTrue(table.contains("**Not valid**: bmax: 1000 deliveries, 1 missing"), table);
    assertFalse(results.isValid());
  }

  @Test
  void saysWhyAPeerIsNotThere() {
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
  void showsHowQuietItWas() {
    var run = new Run(1, 2, 3, 4, 5, 6, 2.5, 0.07, null, null, null, null);
    var louder = new Run(1, 2, 3, 4, 5, 6, 2.4, 0.08, null, null, null, null);
    var scenarioResult =
        new ScenarioResult("bmax", Map.of(), List.of(run, louder), 0, true, Losses.NONE);
    String table = ResultsTable.noise(results(peer("wsfleet", scenarioResult), peer("socketio4")));
    assertEquals(List.of("8.0", "–"), cells(table, 2));
    assertEquals(List.of("2.5", "–"), cells(table, 3));
  }

  @Test
  void isReadAgainAsItWasWritten() {
    Results results =
        results(peer("wsfleet", outcome("echo", 7.0, true, Losses.NONE)).failure("x"));
    assertEquals(results, ResultsJson.read(ResultsJson.write(results)));
  }

  @Test
  void drawsAChartThatIsXml() throws Exception {
    String chart =
        Chart.of(
            results(
                peer("wsfleet", outcome("bmax", 1.0, true, Losses.NONE)),
                peer("a<b&c", outcome("bmax", 10.0, true, Losses.NONE))));
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(chart)));
    assertEquals(1, document.getElementsByTagName("line").getLength());
    assertTrue(chart.contains("class=\"ours\" x=\"120\" y=\"60\" width=\"20\""), chart);
    assertTrue(chart.contains("class=\"peer\" x=\"120\" y=\"82\" width=\"200\""), chart);
  }

  @Test
  void replacesOnlyWhatWasMeasuredInAPage() {
    Results results = results(peer("wsfleet", outcome("echo", 7.0, true, Losses.NONE)));
    String page =
        "before\n<!-- measured: written by bench/run --write-docs -->\nold\n"
            + "<!-- end of what was measured -->\nafter\n";
    String written = DocumentationPage.withResults(page, results);
    assertTrue(written.startsWith("before\n"), written);
    assertTrue(written.endsWith("-->\nafter\n"), written);
    assertFalse(written.contains("old"), written);
    assertEquals(written, DocumentationPage.withResults(written, results));
    assertThrows(
        IllegalArgumentException.class, () -> DocumentationPage.withResults("no marks", results));
  }

  private static List<String> cells(String table, int line) {
    String[] cells = table.split("\n", -1)[line].split("\\|", -1);
    var found = new ArrayList<String>();
    for (int column = 3; column < cells.length - 1; column++) {
      found.add(cells[column].strip());
    }
    return found;
  }

  private static ScenarioResult outcome(String row, double value, boolean isQuiet, Losses losses) {
    return new ScenarioResult("x", Map.of(row, value), List.of(), 0, isQuiet, losses);
  }

  private static PeerResultBuilder peer(String name, ScenarioResult... outcomes) {
    return new PeerResultBuilder(
        new Results.PeerResult(name, "title", List.of("run"), null, List.of(outcomes), List.of()));
  }

  private static Results results(PeerResultBuilder... peers) {
    return new Results(
        "full",
        "2026-01-01",
        new Results.MachineInfo(2, "CPU", 1024, "Linux", "17", "Redis"),
        List.of(peers).stream().map(PeerResultBuilder::peer).toList());
  }

  private record PeerResultBuilder(Results.PeerResult peer) {

    PeerResultBuilder failure(String failure) {
      return new PeerResultBuilder(
          new Results.PeerResult(
              peer.name(), peer.title(), peer.command(), null, peer.outcomes(), List.of(failure)));
    }

    PeerResultBuilder skipped(String why) {
      return new PeerResultBuilder(
          new Results.PeerResult(
              peer.name(), peer.title(), peer.command(), why, List.of(), List.of()));
    }
  }
}
