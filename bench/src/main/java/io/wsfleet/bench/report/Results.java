package io.wsfleet.bench.report;

import io.wsfleet.bench.scenario.ScenarioResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The results of one run of the benchmark.
 *
 * @param kind of run: full, or a reduced one
 */
public record Results(String kind, String date, MachineInfo machine, List<PeerResult> peers) {

  /** The machine and the versions of what ran on it. */
  public record MachineInfo(
      int processors,
      String processor,
      long memoryMegabytes,
      String kernel,
      String java,
      String redis) {}

  /**
   * The results of one peer.
   *
   * @param skipped why it was not measured, and what to do about it
   * @param failures what makes its figures invalid
   */
  public record PeerResult(
      String name,
      String title,
      List<String> command,
      @Nullable String skipped,
      List<ScenarioResult> outcomes,
      List<String> failures) {

    /** A figure, if it was measured and is valid. */
    Optional<Double> value(String row) {
      return outcomes.stream()
          .filter(ScenarioResult::isValid)
          .map(scenarioResult -> scenarioResult.values().get(row))
          .filter(Objects::nonNull)
          .findFirst();
    }

    /** Whether a message was lost, repeated or out of order in this scenario. */
    boolean isInvalid(String row) {
      return outcomes.stream()
          .anyMatch(
              scenarioResult ->
                  scenarioResult.values().containsKey(row) && !scenarioResult.isValid());
    }

    /** Whether other processes used too much of the machine in every run. */
    boolean isNoisy(String row) {
      return outcomes.stream()
          .anyMatch(
              scenarioResult ->
                  scenarioResult.values().containsKey(row) && !scenarioResult.isQuiet());
    }
  }

  /** Whether no message was lost, repeated or out of order, and nothing else failed. */
  public boolean isValid() {
    return peers.stream().allMatch(peer -> peer.failures.isEmpty());
  }
}
