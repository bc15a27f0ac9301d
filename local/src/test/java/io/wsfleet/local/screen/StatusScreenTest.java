package io.wsfleet.local.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.local.screen.StatusView.ClusterRow;
import io.wsfleet.local.screen.StatusView.PodRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusScreenTest {
  private static final ClusterRow CHAT =
      new ClusterRow("chat", "http://localhost:30000", true, "2/2", "1/1", "");
  private static final PodRow FIRST = gateway("chat-gateway-a", "Running", true, 0, 3);
  private static final PodRow SECOND = gateway("chat-gateway-bb", "Running", true, 1, 0);
  private static final PodRow MASTER =
      new PodRow("chat-redis-master-x", "redis master", "Running", true, 0, "127.83.1.9", "77", -1);

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
  void drawsInPlaceOnATerminalAndSaysLinesAboveTheTable() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StatusScreen statusScreen =
        new StatusScreen(new PrintStream(out, true, StandardCharsets.UTF_8), true, 120);
    StatusView statusView = new StatusView(List.of(CHAT), List.of(FIRST));
    statusScreen.show(statusView);
    String table = out.toString(StandardCharsets.UTF_8);
    assertEquals(StatusScreen.text(statusView), table);
    statusScreen.show(statusView);
    assertEquals(table, out.toString(StandardCharsets.UTF_8), "nothing changed");
    statusScreen.printLine("hello");
    assertEquals(
        table + "\033[4A\r\033[J" + "hello\n" + table, out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void cutsLinesAtTheWidthOfTheTerminal() {
    List<String> lines = TableRenderer.lines(new StatusView(List.of(CHAT), List.of(FIRST)), 20);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 20));
    assertEquals("chat: ready, gatewa…", lines.get(0));
  }

  private static PodRow gateway(
      String name, String state, boolean ready, int restarts, int connections) {
    return new PodRow(name, "gateway", state, ready, restarts, "127.83.1.1", "42", connections);
  }
}
