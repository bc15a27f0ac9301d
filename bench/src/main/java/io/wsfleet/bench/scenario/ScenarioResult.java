package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Losses;
import java.util.List;
import java.util.Map;

/**
 * What a scenario has shown of a peer.
 *
 * @param values by the name of the row in the table
 * @param runs those that count, as they came
 * @param dropped runs that do not count, since others took too much of the machine
 * @param isQuiet whether the runs that count were quiet; if not, no run was
 */
public record ScenarioResult(
    String scenario,
    Map<String, Double> values,
    List<Run> runs,
    int dropped,
    boolean isQuiet,
    Losses losses) {

  /** Whether nothing was lost, doubled or out of order. */
  public boolean isValid() {
    return losses.isNone();
  }
}
