package io.wsfleet.local.screen;

import io.wsfleet.local.screen.StatusView.ClusterRow;
import io.wsfleet.local.screen.StatusView.PodRow;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints the status of the fleet: in a terminal window a table that is redrawn in place below the
 * printed lines, elsewhere one line for each change.
 *
 * <p>No line of the table is longer than the window, and the table is never higher, so the cursor
 * can always move up to its first line. After a change of the window's size the whole window is
 * drawn again, since terminals differ in what they do to the lines that are there.
 */
public final class StatusScreen {
  private static final int MAX_KEPT_LINES = 200;

  private final PrintStream out;
  private final @Nullable WindowSize windowSize;
  private final Deque<String> printed = new ArrayDeque<>();
  private StatusView lastView = new StatusView(List.of(), List.of());
  private List<String> drawn = List.of();
  private int columns;
  private int rows;
  private boolean isStopped;

  private StatusScreen(PrintStream out, @Nullable WindowSize windowSize) {
    this.out = out;
    this.windowSize = windowSize;
  }

  /** A screen that prints a line for each change. */
  public static StatusScreen ofLines(PrintStream out) {
    return new StatusScreen(out, null);
  }

  /** A screen that keeps a table in a window. */
  public static StatusScreen in(WindowSize windowSize, PrintStream out) {
    StatusScreen screen = new StatusScreen(out, windowSize);
    screen.columns = windowSize.columns();
    screen.rows = windowSize.rows();
    return screen;
  }

  /** A screen in the terminal of this process, which follows the size of its window. */
  public static StatusScreen inTerminal(PrintStream out) {
    StatusScreen screen = in(TerminalSize.open(), out);
    TerminalSize.onResize(screen::resize);
    return screen;
  }

  /** Prints a line that stays. */
  public synchronized void printLine(String line) {
    if (windowSize == null) {
      out.println(line);
      out.flush();
      return;
    }
    printed.addLast(line);
    if (printed.size() > MAX_KEPT_LINES) {
      printed.removeFirst();
    }
    if (!redrawIfResized()) {
      write(up() + "\033[J" + line + "\n" + table(drawn));
    }
  }

  /** Shows the present status. */
  public synchronized void show(StatusView statusView) {
    if (isStopped || statusView.equals(lastView)) {
      return;
    }
    StatusView before = lastView;
    lastView = statusView;
    if (windowSize == null) {
      changes(before, statusView).forEach(out::println);
      out.flush();
    } else if (!redrawIfResized()) {
      List<String> lines = tableLines();
      if (!lines.equals(drawn)) {
        write(up() + table(lines) + "\033[J");
        drawn = lines;
      }
    }
  }

  /** Removes the table, which is no longer true, and prints a line in its place. */
  public synchronized void stop(String line) {
    isStopped = true;
    if (windowSize != null) {
      write(up() + "\033[J");
      drawn = List.of();
    }
    printLine(line);
  }

  /** Draws the window again after a change of its size. */
  public synchronized void resize() {
    redrawIfResized();
  }

  /** The table as text. */
  public static String text(StatusView statusView) {
    List<String> lines = TableRenderer.lines(statusView, Integer.MAX_VALUE, Integer.MAX_VALUE);
    return String.join("\n", lines) + "\n";
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
      String line = TableRenderer.line(cluster, after.connections(cluster.name()));
      ClusterRow old = clustersBefore.remove(cluster.name());
      if (old == null
          || !TableRenderer.line(old, before.connections(cluster.name())).equals(line)) {
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

  private boolean redrawIfResized() {
    if (windowSize == null || (windowSize.columns() == columns && windowSize.rows() == rows)) {
      return false;
    }
    columns = windowSize.columns();
    rows = windowSize.rows();
    drawn = isStopped ? List.of() : tableLines();
    StringBuilder all = new StringBuilder("\033[H\033[2J");
    lastPrinted(rows - 1 - drawn.size()).forEach(line -> all.append(line).append('\n'));
    write(all + table(drawn));
    return true;
  }

  /** The latest printed lines that fit into so many rows of the window. */
  private List<String> lastPrinted(int free) {
    Deque<String> fitting = new ArrayDeque<>();
    int left = free;
    for (var lines = printed.descendingIterator(); lines.hasNext(); ) {
      String line = lines.next();
      left -= Math.max(1, (line.length() + columns - 1) / columns);
      if (left < 0) {
        break;
      }
      fitting.addFirst(line);
    }
    return List.copyOf(fitting);
  }

  private List<String> tableLines() {
    return TableRenderer.lines(lastView, columns, rows - 1);
  }

  private String up() {
    return drawn.isEmpty() ? "\r" : "\033[" + drawn.size() + "A\r";
  }

  /** Each line is erased before it is written: after a full line some terminals erase its end. */
  private static String table(List<String> lines) {
    return lines.stream().map(line -> "\033[K" + line + "\n").collect(Collectors.joining());
  }

  private void write(String text) {
    out.print(text);
    out.flush();
  }
}
