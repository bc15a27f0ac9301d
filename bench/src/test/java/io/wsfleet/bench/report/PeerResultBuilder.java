package io.wsfleet.bench.report;

import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.scenario.ScenarioResult;
import java.util.List;
import java.util.Map;

/** Builds the results of a peer. */
record PeerResultBuilder(Results.PeerResult peer) {

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

  static Results results(PeerResultBuilder... peers) {
    return new Results(
        "full",
        "2026-01-01",
        new Results.MachineInfo(2, "CPU", 1024, "Linux", "17", "Redis"),
        List.of(peers).stream().map(PeerResultBuilder::peer).toList());
  }

  static PeerResultBuilder peer(String name, ScenarioResult... outcomes) {
    return new PeerResultBuilder(
        new Results.PeerResult(name, "title", List.of("run"), null, List.of(outcomes), List.of()));
  }

  static ScenarioResult outcome(String row, double value, boolean isQuiet, Losses losses) {
    return new ScenarioResult("x", Map.of(row, value), List.of(), 0, isQuiet, losses);
  }
}
