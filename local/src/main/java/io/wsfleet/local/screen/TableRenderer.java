package io.wsfleet.local.screen;

import io.wsfleet.local.screen.StatusView.ClusterRow;
import io.wsfleet.local.screen.StatusView.PodRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Renders the status table as lines of text that fit into a window. */
final class TableRenderer {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("POD", 0, PodRow::name),
          new Column("ROLE", 1, PodRow::role),
          new Column("STATE", 0, TableRenderer::state),
          new Column("RESTARTS", 2, pod -> Long.toString(pod.restarts())),
          new Column("ADDRESS", 3, PodRow::address),
          new Column("PID", 4, PodRow::pid),
          new Column("CONNECTIONS", 0, TableRenderer::connections));

  private static final int MOST_DISPENSABLE = 4;
  private static final String INDENT = "  ";

  private TableRenderer() {}

  /** A column of the table; in a narrow window the one with the highest number goes first. */
  private record Column(String title, int dispensable, Function<PodRow, String> cell) {

    int width(List<PodRow> pods) {
      return pods.stream()
              .mapToInt(pod -> cell.apply(pod).length())
              .reduce(title.length(), Math::max)
          + 2;
    }
  }

  /** At most {@code height} lines of at most {@code width} characters. */
  static List<String> lines(StatusView statusView, int width, int height) {
    List<String> lines = new ArrayList<>();
    for (ClusterRow cluster : statusView.clusters()) {
      lines.addAll(wrapped(line(cluster, statusView.connections(cluster.name())), width));
    }
    if (statusView.clusters().isEmpty()) {
      lines.addAll(
          wrapped(
              "no WebSocketCluster; ./wsfleet kubectl apply -f samples/chat.yaml makes one",
              width));
    }
    lines.add("");
    List<PodRow> pods = statusView.pods();
    List<Column> columns = columns(pods, width);
    lines.add(row(columns, pods, Column::title));
    pods.forEach(pod -> lines.add(row(columns, pods, column -> column.cell().apply(pod))));
    return cut(lines, height).stream().map(line -> shortened(line, width)).toList();
  }

  static String line(ClusterRow cluster, long connections) {
    String state = cluster.ready() ? "ready" : "not ready";
    String line =
        "%s: %s, gateways %s, %d %s, redis %s"
            .formatted(
                cluster.name(),
                state,
                cluster.gateways(),
                connections,
                connections == 1 ? "connection" : "connections",
                cluster.redis());
    String url = cluster.url().isEmpty() ? "" : ", " + cluster.url();
    String problem = cluster.problem().replaceAll("\\p{Cntrl}+", " ");
    return line + url + (problem.isEmpty() ? "" : " – " + problem);
  }

  private static List<Column> columns(List<PodRow> pods, int width) {
    List<Column> columns = new ArrayList<>(COLUMNS);
    for (int next = MOST_DISPENSABLE; next > 0; next--) {
      // The last column needs no space behind it.
      if (columns.stream().mapToLong(column -> column.width(pods)).sum() - 2 <= width) {
        break;
      }
      int dispensable = next;
      columns.removeIf(column -> column.dispensable() == dispensable);
    }
    return columns;
  }

  private static String row(
      List<Column> columns, List<PodRow> pods, Function<Column, String> cell) {
    return columns.stream()
        .map(
            column -> {
              String text = cell.apply(column);
              return text + " ".repeat(column.width(pods) - text.length());
            })
        .collect(Collectors.joining())
        .stripTrailing();
  }

  private static String state(PodRow pod) {
    return pod.state().equals("Running") && !pod.ready() ? "Starting" : pod.state();
  }

  private static String connections(PodRow pod) {
    return pod.connections() < 0 ? "" : Integer.toString(pod.connections());
  }

  /** Wraps at spaces; a word that is longer than the window is cut later. */
  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > INDENT.length() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(INDENT).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<String> cut(List<String> lines, int height) {
    if (lines.size() <= height) {
      return lines;
    }
    int kept = Math.max(0, height - 1);
    List<String> cut = new ArrayList<>(lines.subList(0, kept));
    cut.add("… %d more lines: ./wsfleet status".formatted(lines.size() - kept));
    return cut;
  }

  private static String shortened(String line, int width) {
    return line.length() <= width ? line : line.substring(0, Math.max(1, width - 1)) + "…";
  }
}
