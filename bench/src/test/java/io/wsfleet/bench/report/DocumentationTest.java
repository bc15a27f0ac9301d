package io.wsfleet.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code bench/run --write-docs} makes all three of them. */
class DocumentationTest {

  private static final Path DOCS = Path.of("../docs");

  @Test
  void thePageAndTheChartShowWhatTheFileHolds() throws IOException {
    Results results = ResultsJson.read(Files.readString(DOCS.resolve("performance.json")));
    String page = Files.readString(DOCS.resolve("performance.md"));
    assertEquals(DocumentationPage.withResults(page, results), page);
    assertEquals(Chart.of(results), Files.readString(DOCS.resolve("performance.svg")));
    assertTrue(results.isValid(), "only a run in which nothing was lost is worth showing");
  }
}
