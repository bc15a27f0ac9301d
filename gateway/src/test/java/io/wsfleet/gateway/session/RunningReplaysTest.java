package io.wsfleet.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.ReplayCounters;
import io.wsfleet.testing.RawClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that have missed more than is queued for a client, on both buses and transports. */
class RunningReplaysTest {
  private static final String[] SOLO = {
    "WSFLEET_RECOVERY_WINDOW_SECONDS", "120", "WSFLEET_RECOVERY_OFFSETS", "always"
  };

  @TempDir private Path folder;

  private final AtomicInteger published = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({"60, 100000", "9800, 150"})
  void replaysEverythingWithTheInMemoryBus(int messages, int size) throws Exception {
    try (GatewayServer solo = GatewayServer.start(SOLO)) {
      replaysByWebsocket(solo, messages, size);
      replaysByPolling(solo, messages, size);
    }
  }

  @ParameterizedTest
  @CsvSource({"60, 100000", "9800, 150"})
  void replaysEverythingWithTheDurableBus(int messages, int size) throws Exception {
    try (RecoveryCluster cluster = new RecoveryCluster(folder)) {
      GatewayServer gateway = cluster.add("all", "WSFLEET_RECOVERY_OFFSETS", "always");
      replaysByWebsocket(gateway, messages, size);
      replaysByPolling(gateway, messages, size);
    }
  }

  private void replaysByWebsocket(GatewayServer gateway, int messages, int size) throws Exception {
    RecoveringClient client = leftAfterOneMessage(gateway);
    int first = client.numbers().get(0);
    publish(gateway, messages, size);
    long before = replays(gateway).messages().sum();

    assertTrue(client.reconnect(gateway));
    // While it is sent what it missed, more comes.
    publish(gateway, 20, size);
    client.readUntil(messages + 21);

    assertEquals(range(first, messages + 21), client.numbers());
    assertEquals(0, gateway.gateway().transportCounters().closed(CloseReason.SLOW_CLIENT));
    assertTrue(replays(gateway).messages().sum() - before >= messages);
    assertEquals(0, replays(gateway).running().get());
    assertEquals(0, replays(gateway).cut().sum());
    publish(gateway, 1, size);
    client.readUntil(messages + 22);
    assertEquals(range(first, messages + 22), client.numbers());
    client.close();
    await().until(() -> gateway.gateway().hub().size() == 0);
  }

  private void replaysByPolling(GatewayServer gateway, int messages, int size) throws Exception {
    RecoveringClient client = leftAfterOneMessage(gateway);
    int first = client.numbers().get(0);
    publish(gateway, messages, size);
    try (RawClient gets = RawClient.connect(gateway.port());
        RawClient posts = RawClient.connect(gateway.port())) {
      String uri = "/socket.io/?EIO=4&transport=polling";
      gets.sendRequest("GET", uri, "", new byte[0]);
      String open = gets.readResponse(true).text();
      String session = uri + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
      byte[] connect = client.connectPacket().getBytes(UTF_8);
      posts.sendRequest("POST", session, "Content-Length: " + connect.length + "\r\n", connect);
      assertEquals(200, posts.readResponse(true).status());
      int polls = 0;
      while (client.received().size() < messages + 1) {
        gets.sendRequest("GET", session, "", new byte[0]);
        for (String packet : gets.readResponse(true).text().split("\u001e")) {
          if (packet.startsWith("40")) {
            assertTrue(packet.contains(client.pid()), packet);
          } else if (packet.startsWith("42")) {
            client.take(packet);
          }
        }
        polls++;
      }
      assertEquals(range(first, messages + 1), client.numbers());
      assertTrue(polls < 100, polls + " polls");
      assertEquals(0, gateway.gateway().transportCounters().closed(CloseReason.SLOW_CLIENT));
      assertEquals(0, replays(gateway).running().get());
    }
  }

  @Test
  void losesNothingWhenTheConnectionBreaksInAReplay() throws Exception {
    try (RecoveryCluster cluster = new RecoveryCluster(folder)) {
      GatewayServer gateway = cluster.gateways.get(0);
      RecoveringClient client = leftAfterOneMessage(gateway);
      publish(gateway, 100, 200_000);
      for (int i = 1; i <= 2; i++) {
        GatewayServer next = cluster.gateways.get(i);
        assertTrue(client.reconnectSlowly(next));
        // The first time it reads nothing, so that its offset is the one of its saved session.
        client.readUntil(1 + 10 * (i - 1));
        assertEquals(1, replays(next).running().get(), "the rest waits");
        client.close();
        await().until(() -> next.gateway().hub().size() == 0);
        assertEquals(1, replays(next).cut().sum());
        assertEquals(0, replays(next).running().get());
      }
      assertTrue(client.reconnect(gateway));
      client.readUntil(101);
      assertEquals(range(0, 101), client.numbers());
    }
  }

  @Test
  void losesNothingWhenTheWatermarkPassesAReplay() throws Exception {
    try (RecoveryCluster cluster = new RecoveryCluster(folder)) {
      GatewayServer slow = cluster.add("slow", "WSFLEET_RECOVERY_WINDOW_SECONDS", "4");
      RecoveringClient client = leftAfterOneMessage(slow);
      publish(slow, 100, 200_000);
      assertTrue(client.reconnectSlowly(slow));
      cluster.awaitWatermark("slow", cluster.position(3));
      assertEquals(1, replays(slow).running().get(), "the rest waits");

      // As if the gateway had been killed: it does not save the session again.
      assertTrue(client.reconnect(cluster.gateways.get(0)));
      client.readUntil(101);
      assertEquals(range(0, 101), client.numbers());
    }
  }

  @Test
  void tellsAClientThatReadsTooSlowlyThatItHasNotRecovered() throws Exception {
    try (GatewayServer solo =
        GatewayServer.start(
            "WSFLEET_RECOVERY_WINDOW_SECONDS",
            "120",
            "WSFLEET_RECOVERY_HOLD_SECONDS",
            "1",
            "WSFLEET_RECOVERY_PACKETS",
            "50")) {
      RecoveringClient client = leftAfterOneMessage(solo);
      publish(solo, 40, 500_000);
      assertTrue(client.reconnectSlowly(solo));
      publish(solo, 50, 10);
      await().until(() -> solo.gateway().transportCounters().closed(CloseReason.SLOW_CLIENT) == 1);
      await().until(() -> solo.gateway().hub().size() == 0);
      assertFalse(client.reconnect(solo));
      assertEquals(1, solo.gateway().recovery().failures(RecoveryFailure.TRIMMED));
      assertEquals(1, replays(solo).cut().sum());
    }
  }

  @Test
  void countsClientsThatComeAgainWithTheSameOffset() throws Exception {
    try (GatewayServer solo = GatewayServer.start(SOLO)) {
      RecoveringClient client = leftAfterOneMessage(solo);
      publish(solo, 3, 10);
      for (int i = 0; i < 4; i++) {
        client.reconnectAndClose(solo);
        await().until(() -> solo.gateway().hub().size() == 0);
      }
      assertEquals(3, replays(solo).repeated().sum());
    }
  }

  private RecoveringClient leftAfterOneMessage(GatewayServer gateway) throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateway);
    publish(gateway, 1, 10);
    client.readUntil(1);
    client.close();
    await().until(() -> gateway.gateway().hub().size() == 0);
    return client;
  }

  private void publish(GatewayServer gateway, int messages, int size) throws Exception {
    Bus bus = gateway.gateway().bus();
    String text = "\"" + "x".repeat(size) + "\"";
    for (int i = 0; i < messages; i++) {
      String number = String.valueOf(published.getAndIncrement());
      bus.publish(new Broadcast(Event.of("e", number, text), RecoveryCluster.ALL, false))
          .toCompletableFuture()
          .get(10, SECONDS);
    }
  }

  private static ReplayCounters replays(GatewayServer gateway) {
    return gateway.gateway().recovery().counters().replays();
  }

  private static List<Integer> range(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }
}
