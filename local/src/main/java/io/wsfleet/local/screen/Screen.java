package io.wsfleet.local.screen;

import io.wsfleet.local.screen.View.ClusterRow;
import io.wsfleet.local.screen.View.PodRow;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shows the fleet: on a terminal the table is drawn again in its place, with what is said above it;
 * elsewhere each change is a line.
 */
public final class Screen {
  private final PrintStream out;
  private final boolean terminal;
  private final int width;
  private View shown = new View(List.of(), List.of());
  private List<String> drawn = List.of();

  public Screen(PrintStream out, boolean terminal, int width) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
  }

  /** A line that stays. */
  public synchronized void say(String line) {
    erase();
    out.println(line);
    draw();
  }

  /** What is so now. */
  public synchronized void show(View view) {
    if (view.equals(shown)) {
      return;
    }
    View before = shown;
    shown = view;
    if (terminal) {
      List<String> lines = Rendering.lines(view, width);
      if (!lines.equals(drawn)) {
        erase();
        drawn = lines;
        draw();
      }
    } else {
      changes(before, view).forEach(out::println);
      out.flush();
    }
  }

  /** The table as text. */
  public static String text(View view) {
    return String.join("\n", Rendering.lines(view, Integer.MAX_VALUE)) + "\n";
  }

  static List<String> changes(View before, View after) {
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
      String line = Rendering.line(cluster, after.connections());
      ClusterRow old = clustersBefore.remove(cluster.name());
      if (old == null || !Rendering.line(old, before.connections()).equals(line)) {
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
