package io.wsfleet.local.screen;

import io.wsfleet.local.screen.StatusView.ClusterRow;
import io.wsfleet.local.screen.StatusView.PodRow;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prints the status of the fleet: on a terminal a table that is redrawn in place below the printed
 * lines, elsewhere one line for each change.
 */
public final class StatusScreen {
  private final PrintStream out;
  private final boolean terminal;
  private final int width;
  private StatusView lastView = new StatusView(List.of(), List.of());
  private List<String> drawn = List.of();

  public StatusScreen(PrintStream out, boolean terminal, int width) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
  }

  /** Prints a line that stays. */
  public synchronized void printLine(String line) {
    erase();
    out.println(line);
    draw();
  }

  /** Shows the present status. */
  public synchronized void show(StatusView statusView) {
    if (statusView.equals(lastView)) {
      return;
    }
    StatusView before = lastView;
    lastView = statusView;
    if (terminal) {
      List<String> lines = TableRenderer.lines(statusView, width);
      if (!lines.equals(drawn)) {
        erase();
        drawn = lines;
        draw();
      }
    } else {
      changes(before, statusView).forEach(out::println);
      out.flush();
    }
  }

  /** The table as text. */
  public static String text(StatusView statusView) {
    return String.join("\n", TableRenderer.lines(statusView, Integer.MAX_VALUE)) + "\n";
  }

  static List<String> changes(StatusView before, StatusView after) {
    List<String> changes = new ArrayList<>();
    Map<String, PodRow> podsBefore = byName(before.pods(), PodRow::name);
    for (PodRow pod : after.pods()) {
      String line = line(pod);
      PodRow old = podsBefore.remove(pod.name());
      if (old == null || !line(old).equals(line)) {
        changes.add(line);
      }
    }
    podsBefore.keySet().forEach(gone -> changes.add("pod " + gone + ": gone"));
    Map<String, ClusterRow> clustersBefore = byName(before.clusters(), ClusterRow::name);
    for (ClusterRow cluster : after.clusters()) {
      String line = TableRenderer.line(cluster, after.connections());
      ClusterRow old = clustersBefore.remove(cluster.name());
      if (old == null || !TableRenderer.line(old, before.connections()).equals(line)) {
        changes.add(line);
      }
    }
    clustersBefore.keySet().forEach(gone -> changes.add(gone + ": deleted"));
    return changes;
  }

  private static String line(PodRow pod) {
    String restarts =
        pod.restarts() == 0
            ? ""
            : ", " + pod.restarts() + (pod.restarts() == 1 ? " restart" : " restarts");
    String state = pod.state().equals("Running") && pod.ready() ? "ready" : pod.state();
    return "pod %s (%s): %s at %s%s"
        .formatted(pod.name(), pod.role(), state, pod.address(), restarts);
  }

  private static <T> Map<String, T> byName(List<T> rows, Function<T, String> name) {
    return rows.stream()
        .collect(Collectors.toMap(name, row -> row, (one, other) -> one, LinkedHashMap::new));
  }

  private void erase() {
    if (terminal && !drawn.isEmpty()) {
      // Up by as many lines as were drawn, then clear to the end of the screen.
      out.print("\033[" + drawn.size() + "A\r\033[J");
    }
  }

  private void draw() {
    if (terminal) {
      drawn.forEach(out::println);
    }
    out.flush();
  }
}
