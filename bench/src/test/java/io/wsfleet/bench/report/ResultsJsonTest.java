package io.wsfleet.bench.report;

import static io.wsfleet.bench.report.PeerResultBuilder.outcome;
import static io.wsfleet.bench.report.PeerResultBuilder.peer;
import static io.wsfleet.bench.report.PeerResultBuilder.results;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.bench.load.Losses;
import org.junit.jupiter.api.Test;

class ResultsJsonTest {

  @Test
  void readsResultsAsItWroteThem() {
    Results results =
        results(peer("wsfleet", outcome("echo", 7.0, true, Losses.NONE)).failure("x"));
    assertEquals(results, ResultsJson.read(ResultsJson.write(results)));
  }
}
