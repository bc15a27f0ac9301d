package io.wsfleet.local.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.local.screen.StatusView.ClusterRow;
import io.wsfleet.local.screen.StatusView.PodRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.builtins.ScreenTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusScreenTest {
  private static final ClusterRow CHAT =
      new ClusterRow("chat", "http://localhost:30000", true, "2/2", "1/1", "");
  private static final PodRow FIRST = gateway("chat-gateway-a", "Running", true, 0, 3);
  private static final PodRow SECOND = gateway("chat-gateway-bb", "Running", true, 1, 0);
  private static final PodRow MASTER =
      new PodRow(
          "chat",
          "chat-redis-master-x",
          "redis master",
          "Running",
          true,
          0,
          "127.83.1.9",
          "77",
          -1);

  @Test
  void showsPodsRolesAddressesAndConnections() {
    assertEquals(
        """
        chat: ready, gateways 2/2, 3 connections, redis 1/1, http://localhost:30000

        POD                  ROLE          STATE    RESTARTS  ADDRESS     PID  CONNECTIONS
        chat-gateway-a       gateway       Running  0         127.83.1.1  42   3
        chat-gateway-bb      gateway       Running  1         127.83.1.1  42   0
        chat-redis-master-x  redis master  Running  0         127.83.1.9  77
        """,
        StatusScreen.text(new StatusView(List.of(CHAT), List.of(FIRST, SECOND, MASTER))));
  }

  @Test
  void saysWhatStandsInTheWayAndHowToBegin() {
    ClusterRow stuck = new ClusterRow("chat", "", false, "0/2", "-", "node port 30000 is taken");
    assertTrue(
        StatusScreen.text(new StatusView(List.of(stuck), List.of()))
            .startsWith(
                "chat: not ready, gateways 0/2, 0 connections, redis - – node port 30000 is taken\n"));
    assertTrue(
        StatusScreen.text(new StatusView(List.of(), List.of()))
            .startsWith("no WebSocketCluster; ./wsfleet kubectl apply -f samples/chat.yaml"));
  }

  @Test
  void givesALineForEachChangeAndNoneForNoChange() {
    StatusView before = new StatusView(List.of(CHAT), List.of(FIRST, SECOND));
    PodRow ended = gateway("chat-gateway-a", "CrashLoopBackOff", false, 1, -1);
    StatusView after = new StatusView(List.of(CHAT), List.of(ended, MASTER));
    assertEquals(
        List.of(
            "pod chat-gateway-a (gateway): CrashLoopBackOff at 127.83.1.1, 1 restart",
            "pod chat-redis-master-x (redis master): ready at 127.83.1.9",
            "pod chat-gateway-bb: gone",
            "chat: ready, gateways 2/2, 0 connections, redis 1/1, http://localhost:30000"),
        StatusScreen.changes(before, after));
    assertEquals(List.of(), StatusScreen.changes(before, before));
  }

  @Test
  void addsUpTheConnectionsOfEachClusterByItself() {
    ClusterRow other = new ClusterRow("other", "", true, "1/1", "1/1", "");
    PodRow pod = new PodRow("other", "o", "gateway", "Running", true, 0, "127.83.1.7", "9", 40);
    StatusView view = new StatusView(List.of(CHAT, other), List.of(FIRST, SECOND, pod));
    assertEquals(
        List.of(
            "chat: ready, gateways 2/2, 3 connections",
            "other: ready, gateways 1/1, 40 connections"),
        StatusScreen.text(view).lines().limit(2).map(line -> line.split(", redis")[0]).toList());
  }

  @Test
  void leavesColumnsOutThatDoNotFit() {
    StatusView view = new StatusView(List.of(CHAT), List.of(FIRST, SECOND, MASTER));
    List<String> lines = TableRenderer.lines(view, 80, 24);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines.toString());
    assertEquals(
        "POD                  ROLE          STATE    RESTARTS  ADDRESS     CONNECTIONS",
        lines.get(2));
    String narrow = TableRenderer.lines(view, 60, 24).get(3);
    assertEquals("POD                  ROLE          STATE    CONNECTIONS", narrow);
  }

  @Test
  void wrapsTheProblemOfACluster() {
    ClusterRow stuck = new ClusterRow("chat", "", false, "0/2", "-", "node port\n30000 is taken");
    List<String> lines = TableRenderer.lines(new StatusView(List.of(stuck), List.of()), 50, 24);
    assertEquals(
        List.of(
            "chat: not ready, gateways 0/2, 0 connections,",
            "  redis - – node port 30000 is taken"),
        lines.subList(0, 2));
  }

  @Test
  void keepsTheTableInPlaceBelowTheLinesInAWindowOf80By24() {
    TestWindow window = new TestWindow(80, 24);
    StatusScreen screen = StatusScreen.in(window, window.out);
    screen.printLine("export KUBECONFIG=/tmp/kubeconfig");
    screen.show(new StatusView(List.of(CHAT), List.of(FIRST)));
    screen.show(new StatusView(List.of(CHAT), List.of(FIRST, SECOND, MASTER)));
    screen.printLine("chat is ready: http://localhost:30000");
    StatusView last = new StatusView(List.of(CHAT), List.of(SECOND));
    screen.show(last);
    assertEquals(
        "export KUBECONFIG=/tmp/kubeconfig\nchat is ready: http://localhost:30000\n"
            + StatusScreen.text(last),
        window.text());
  }

  @Test
  void neverDrawsMoreThanTheWindowHolds() {
    TestWindow window = new TestWindow(80, 10);
    StatusScreen screen = StatusScreen.in(window, window.out);
    screen.printLine("first");
    for (int pods = 1; pods <= 30; pods++) {
      screen.show(new StatusView(List.of(CHAT), gateways(pods)));
    }
    assertEquals(1, occurrences(window.text(), "chat: ready"), window.text());
    assertTrue(window.text().endsWith("… 25 more lines: ./wsfleet status\n"), window.text());
    screen.show(new StatusView(List.of(CHAT), gateways(2)));
    assertTrue(
        window.text().endsWith(StatusScreen.text(new StatusView(List.of(CHAT), gateways(2)))));
    assertEquals(1, occurrences(window.text(), "chat: ready"), window.text());
  }

  @Test
  void drawsTheWindowAgainWhenItsSizeChanges() {
    TestWindow window = new TestWindow(120, 30);
    StatusScreen screen = StatusScreen.in(window, window.out);
    screen.printLine("first");
    StatusView view = new StatusView(List.of(CHAT), gateways(5));
    screen.show(view);
    for (int[] size : new int[][] {{60, 30}, {40, 8}, {100, 12}, {80, 24}}) {
      window.resize(size[0], size[1]);
      screen.resize();
      String text = window.text();
      assertEquals(1, occurrences(text, "chat: ready"), text);
      assertEquals(1, occurrences(text, "POD "), text);
      assertTrue(text.lines().allMatch(line -> line.length() <= size[0]), text);
    }
    assertEquals("first\n" + StatusScreen.text(view), window.text());
  }

  @Test
  void endsWithTheLineThatSaysThatTheFleetIsDown() {
    TestWindow window = new TestWindow(80, 24);
    StatusScreen screen = StatusScreen.in(window, window.out);
    StatusView view = new StatusView(List.of(CHAT), List.of(FIRST));
    screen.show(view);
    screen.stop("stopping the fleet");
    screen.show(new StatusView(List.of(CHAT), List.of(FIRST, SECOND)));
    screen.printLine("the fleet is down");
    assertEquals("stopping the fleet\nthe fleet is down\n", window.text());
  }

  private static List<PodRow> gateways(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> gateway("chat-gateway-" + i, "Running", true, 0, i))
        .toList();
  }

  private static int occurrences(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  /** A terminal in memory, whose lines end by CR and LF as the kernel makes them. */
  private static final class TestWindow implements WindowSize {
    private final ScreenTerminal terminal;
    private int columns;
    private int rows;
    final PrintStream out;

    TestWindow(int columns, int rows) {
      this.columns = columns;
      this.rows = rows;
      terminal = new ScreenTerminal(columns, rows);
      out =
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void print(@Nullable String text) {
              terminal.write(String.valueOf(text).replace("\n", "\r\n"));
            }
          };
    }

    void resize(int columns, int rows) {
      this.columns = columns;
      this.rows = rows;
      terminal.setSize(columns, rows);
    }

    /** The lines of the window without spaces at their ends and without the empty last ones. */
    String text() {
      long[] cells = new long[columns * rows];
      terminal.dump(cells, 0, 0, rows, columns, null);
      StringBuilder text = new StringBuilder();
      for (int row = 0; row < rows; row++) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
          line.append((char) (cells[row * columns + column] & 0xffff));
        }
        text.append(line.toString().stripTrailing()).append('\n');
      }
      return text.toString().stripTrailing() + "\n";
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public int rows() {
      return rows;
    }
  }

  private static PodRow gateway(
      String name, String state, boolean ready, int restarts, int connections) {
    return new PodRow(
        "chat", name, "gateway", state, ready, restarts, "127.83.1.1", "42", connections);
  }
}
