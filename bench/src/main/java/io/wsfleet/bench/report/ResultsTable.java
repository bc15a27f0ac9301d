package io.wsfleet.bench.report;

import io.wsfleet.bench.scenario.Run;
import io.wsfleet.bench.scenario.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The results as a Markdown table, whose columns are aligned in a terminal too. */
public final class ResultsTable {

  private static final String NOT_MEASURED = "–";
  private static final String INVALID = "invalid";
  private static final String NOISY_MARK = " ~";

  private ResultsTable() {}

  /**
   * The load of the machine: for each scenario the part that other processes used in its loudest
   * run, and the processor time of the load generator for each delivery, request or connection.
   */
  public static String noise(Results results) {
    var lines = new ArrayList<List<String>>();
    var header = new ArrayList<>(List.of("", "unit"));
    results.peers().forEach(peer -> header.add(peer.name()));
    lines.add(header);
    results.peers().stream()
        .flatMap(peer -> peer.outcomes().stream())
        .filter(scenarioResult -> !scenarioResult.runs().isEmpty())
        .map(ScenarioResult::scenario)
        .distinct()
        .forEach(
            scenario -> {
              lines.add(line(scenario, "% others", results, run -> 100 * run.foreign()));
              lines.add(line(scenario, "µs generator", results, Run::generatorMicros));
            });
    return lines.size() == 1 ? "" : aligned(lines);
  }

  /** One row for each figure that some peer has, one column for each peer. */
  public static String of(Results results) {
    var lines = new ArrayList<List<String>>();
    lines.add(header(results));
    for (Row row : Row.ALL) {
      if (results.peers().stream().anyMatch(peer -> peer.value(row.key()).isPresent())) {
        lines.add(line(row, results));
      }
    }
    return aligned(lines) + notes(results);
  }

  private static List<String> header(Results results) {
    var cells = new ArrayList<>(List.of("", "unit"));
    results.peers().forEach(peer -> cells.add(peer.name()));
    cells.add("goal");
    cells.add("better than the best peer");
    return cells;
  }

  private static List<String> line(Row row, Results results) {
    var cells = new ArrayList<>(List.of(row.title(), row.unit()));
    results.peers().forEach(peer -> cells.add(cell(row, peer)));
    Double goal = row.goal();
    cells.add(goal == null ? "" : "≤ " + row.format(goal));
    cells.add(Comparison.of(row, results).map(ResultsTable::times).orElse(""));
    return cells;
  }

  private static List<String> line(
      String scenario, String unit, Results results, ToDoubleFunction<Run> value) {
    var cells = new ArrayList<>(List.of(scenario, unit));
    for (Results.PeerResult peer : results.peers()) {
      OptionalDouble highest =
          peer.outcomes().stream()
              .filter(scenarioResult -> scenarioResult.scenario().equals(scenario))
              .flatMap(scenarioResult -> scenarioResult.runs().stream())
              .mapToDouble(value)
              .max();
      cells.add(
          highest.isPresent()
              ? String.format(Locale.ROOT, "%.1f", highest.getAsDouble())
              : NOT_MEASURED);
    }
    return cells;
  }

  private static String cell(Row row, Results.PeerResult peer) {
    if (peer.isInvalid(row.key())) {
      return INVALID;
    }
    return peer.value(row.key())
        .map(value -> row.format(value) + (peer.isNoisy(row.key()) ? NOISY_MARK : ""))
        .orElse(NOT_MEASURED);
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.1f ×", ratio);
  }

  private static String aligned(List<List<String>> lines) {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], Math.max(3, line.get(column).length()));
      }
    }
    var text = new StringBuilder();
    for (int number = 0; number < lines.size(); number++) {
      text.append(row(lines.get(number), widths));
      if (number == 0) {
        text.append(rule(widths));
      }
    }
    return text.toString();
  }

  private static String row(List<String> cells, int[] widths) {
    var text = new StringBuilder("|");
    for (int column = 0; column < widths.length; column++) {
      String gap = " ".repeat(widths[column] - cells.get(column).length());
      boolean isText = column < 2;
      text.append(' ')
          .append(isText ? cells.get(column) + gap : gap + cells.get(column))
          .append(" |");
    }
    return text.append('\n').toString();
  }

  private static String rule(int[] widths) {
    var text = new StringBuilder("|");
    for (int column = 0; column < widths.length; column++) {
      String dashes = "-".repeat(widths[column]);
      text.append(column < 2 ? " " + dashes + " " : " " + dashes.substring(1) + ": ").append('|');
    }
    return text.append('\n').toString();
  }

  private static String notes(Results results) {
    String loud =
        results.peers().stream()
                .anyMatch(peer -> peer.outcomes().stream().anyMatch(o -> !o.isQuiet()))
            ? "\n~ others took more than a tenth of the machine in every run.\n"
            : "";
    String peers =
        results.peers().stream()
            .map(peer -> "\n- `" + peer.name() + "`: " + peer.title() + remarks(peer))
            .collect(Collectors.joining());
    return loud + peers + "\n";
  }

  private static String remarks(Results.PeerResult peer) {
    if (peer.skipped() != null) {
      return ". Not measured: " + peer.skipped();
    }
    return peer.failures().isEmpty()
        ? ""
        : ". **Not valid**: " + String.join("; ", peer.failures());
  }
}
