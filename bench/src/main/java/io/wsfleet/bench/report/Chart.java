package io.wsfleet.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The results as a bar chart: a panel for each figure, a bar for each peer, a dashed line at the
 * goal. It follows the reader's light or dark theme.
 */
public final class Chart {

  private static final List<String> CHARTED_ROWS =
      List.of("bmax", "bopen", "rmax", "ropen", "echo", "connect", "idle.pss.twice", "idle.cpu");
  private static final int COLUMNS = 2;
  private static final int PANEL = 400;
  private static final int MARGIN = 16;
  private static final int NAMES = 104;
  private static final int BARS = 200;
  private static final int BAR = 16;
  private static final int STEP = 22;
  private static final int TITLE = 44;
  private static final String STYLE =
      """
      svg { --ground: #ffffff; --text: #1f2328; --faint: #59636e; --ours: #0969da; --peer: #afb8c1; }
      @media (prefers-color-scheme: dark) {
        svg { --ground: #0d1117; --text: #f0f6fc; --faint: #9198a1; --ours: #4493f8; --peer: #484f58; }
      }
      text { font: 12px system-ui, sans-serif; fill: var(--text); }
      .title { font-weight: 600; } .faint { fill: var(--faint); }
      .ours { fill: var(--ours); } .peer { fill: var(--peer); }
      .goal { stroke: var(--faint); stroke-dasharray: 3 3; }
      """;

  private Chart() {}

  /** An SVG document. */
  public static String of(Results results) {
    List<Row> rows =
        Row.ALL.stream()
            .filter(row -> CHARTED_ROWS.contains(row.key()))
            .filter(row -> highest(row, results).isPresent())
            .toList();
    int height = TITLE + results.peers().size() * STEP + MARGIN;
    int width = COLUMNS * PANEL + MARGIN;
    int total = (rows.size() + COLUMNS - 1) / COLUMNS * height + MARGIN;
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " aria-label=\"What things cost, less is better\">%n<style>%n%s</style>%n",
            width,
            total,
            STYLE));
    svg.append("<rect width=\"100%\" height=\"100%\" style=\"fill: var(--ground)\"/>\n");
    for (int number = 0; number < rows.size(); number++) {
      int x = MARGIN + number % COLUMNS * PANEL;
      int y = MARGIN + number / COLUMNS * height;
      svg.append(panel(rows.get(number), results, x, y));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String panel(Row row, Results results, int x, int y) {
    double highest = highest(row, results).orElseThrow();
    var svg = new StringBuilder();
    svg.append(text(x, y + 14, "title", row.title()));
    svg.append(text(x, y + 31, "faint", row.unit() + goal(row)));
    int top = y + TITLE;
    for (Results.PeerResult peer : results.peers()) {
      svg.append(bar(row, peer, highest, x, top));
      top += STEP;
    }
    Double goal = row.goal();
    if (goal != null) {
      int at = x + NAMES + length(goal, highest);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"goal\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>%n",
              at,
              at,
              y + TITLE - 4,
              top - 2));
    }
    return svg.toString();
  }

  private static String bar(Row row, Results.PeerResult peer, double highest, int x, int top) {
    String name = text(x, top + 12, "faint", peer.name());
    Optional<Double> value = peer.value(row.key());
    if (value.isEmpty()) {
      return name + text(x + NAMES, top + 12, "faint", "not measured");
    }
    int length = length(value.get(), highest);
    String kind = Comparison.isOurs(peer) ? "ours" : "peer";
    return name
        + String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>%n",
            kind,
            x + NAMES,
            top,
            length,
            BAR)
        + text(x + NAMES + length + 6, top + 12, "value", row.format(value.get()));
  }

  private static String goal(Row row) {
    Double goal = row.goal();
    return goal == null ? "" : ", goal ≤ " + row.format(goal);
  }

  private static int length(double value, double highest) {
    return (int) Math.max(1, Math.round(value / highest * BARS));
  }

  /** Of the peers, and of the goal, so that its line is in the picture. */
  private static Optional<Double> highest(Row row, Results results) {
    Double goal = row.goal();
    return results.peers().stream()
        .flatMap(peer -> peer.value(row.key()).stream())
        .max(Double::compare)
        .map(highest -> goal == null ? highest : Math.max(highest, goal));
  }

  private static String text(int x, int y, String kind, String text) {
    return String.format(
        Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", kind, x, y, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
