package io.wsfleet.local.screen;

import io.wsfleet.local.screen.StatusView.ClusterRow;
import io.wsfleet.local.screen.StatusView.PodRow;
import java.util.ArrayList;
import java.util.List;

/** Renders the status table as lines of text. */
final class TableRenderer {
  private static final List<String> TITLES =
      List.of("POD", "ROLE", "STATE", "RESTARTS", "ADDRESS", "PID", "CONNECTIONS");

  private TableRenderer() {}

  static List<String> lines(StatusView statusView, int width) {
    List<String> lines = new ArrayList<>();
    for (ClusterRow cluster : statusView.clusters()) {
      lines.add(line(cluster, statusView.connections()));
    }
    if (statusView.clusters().isEmpty()) {
      lines.add("no WebSocketCluster; ./wsfleet kubectl apply -f samples/chat.yaml makes one");
    }
    lines.add("");
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    statusView.pods().forEach(pod -> rows.add(cells(pod)));
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    rows.forEach(row -> lines.add(padded(row, widths)));
    return lines.stream().map(line -> shortened(line, width)).toList();
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
    return line + url + (cluster.problem().isEmpty() ? "" : " – " + cluster.problem());
  }

  private static List<String> cells(PodRow pod) {
    String state = pod.state().equals("Running") && !pod.ready() ? "Starting" : pod.state();
    return List.of(
        pod.name(),
        pod.role(),
        state,
        Long.toString(pod.restarts()),
        pod.address(),
        pod.pid(),
        pod.connections() < 0 ? "" : Integer.toString(pod.connections()));
  }

  private static String padded(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  private static String shortened(String line, int width) {
    return line.length() <= width ? line : line.substring(0, Math.max(1, width - 1)) + "…";
  }
}
