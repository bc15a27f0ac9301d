package io.wsfleet.bench.report;

import static io.wsfleet.bench.report.PeerResultBuilder.outcome;
import static io.wsfleet.bench.report.PeerResultBuilder.peer;
import static io.wsfleet.bench.report.PeerResultBuilder.results;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.bench.load.Losses;
import org.junit.jupiter.api.Test;

class DocumentationPageTest {

  @Test
  void replacesOnlyTheMeasuredPartOfThePage() {
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
}
