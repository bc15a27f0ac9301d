package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Losses;
import java.util.List;
import java.util.Map;

/**
 * The result of a scenario for a peer.
 *
 * @param values by the name of the row in the table
 * @param runs those that count, in their order
 * @param dropped runs that do not count because other processes used too much of the machine
 * @param isQuiet whether the runs that count were quiet; if not, no run was
 */
public record ScenarioResult(
    String scenario,
    Map<String, Double> values,
    List<Run> runs,
    int dropped,
    boolean isQuiet,
    Losses losses) {

  /** Whether nothing was lost, repeated or out of order. */
  public boolean isValid() {
    return losses.isNone();
  }
}
