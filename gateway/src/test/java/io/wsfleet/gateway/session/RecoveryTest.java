package io.wsfleet.gateway.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.Socket;
import io.wsfleet.testing.RawClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that recover their sessions at one of three gateways. */
class RecoveryTest {
  private static final Audience ALL = RecoveryCluster.ALL;

  @TempDir private Path folder;

  private RecoveryCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new RecoveryCluster(folder);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void restoresIdRoomsAndDataAndSendsMissedMessagesInOrder() throws Exception {
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(0));
    String sid = client.sid();
    cluster.gateways.get(0).gateway().hub().join(Audience.room("/", sid), List.of("r"));
    cluster.socket(0, sid).data("{\"name\":\"anna\"}");
    cluster.say(ALL);
    client.readUntil(1);
    client.close();
    cluster.say(Audience.room("/", "r"));
    cluster.say(Audience.room("/", "other"));
    cluster.say(Audience.room("/", sid));
    cluster.say(ALL.except("r"));
    cluster.say(ALL);

    assertTrue(client.reconnect(cluster.gateways.get(1)));

    cluster.say(ALL);
    client.readUntil(5);
    assertEquals(List.of(0, 1, 3, 5, 6), client.numbers());
    assertEquals(sid, client.sid());
    Socket back = cluster.socket(1, sid);
    assertEquals(Set.of(sid, "r"), cluster.gateways.get(1).gateway().hub().roomsOf(back));
    assertEquals("{\"name\":\"anna\"}", back.data());
    assertEquals(1, cluster.gateways.get(1).gateway().recovery().recovered());
  }

  @Test
  void closesTheOldConnectionAtWhicheverGateway() throws Exception {
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(0));
    for (int i = 1; i <= 4; i++) {
      cluster.say(ALL);
      client.readUntil(client.received().size() + 1);
      try (RawClient old = client.client()) {
        // To another gateway, to the same one, and so on.
        assertTrue(client.reconnect(cluster.gateways.get(i / 2)), "time " + i);
        assertEquals(1005, old.closeStatus());
      }
    }
    cluster.say(ALL);
    client.readUntil(5);
    assertEquals(List.of(0, 1, 2, 3, 4), client.numbers());
    await().until(() -> cluster.sockets() == 1);
  }

  @Test
  void deliversNothingTwiceAfterARecoveryThatBroke() throws Exception {
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(0));
    cluster.say(ALL);
    client.readUntil(1);
    client.close();
    cluster.say(ALL);
    cluster.say(ALL);

    client.reconnectAndClose(cluster.gateways.get(1));
    assertTrue(client.reconnect(cluster.gateways.get(2)));

    client.readUntil(3);
    assertEquals(List.of(0, 1, 2), client.numbers());
  }

  @Test
  void recoversAClientThatHasReceivedNothing() throws Exception {
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(0));
    client.close();
    cluster.say(ALL);
    assertTrue(client.reconnect(cluster.gateways.get(1)));
    client.readUntil(1);
    assertEquals(List.of(0), client.numbers());
  }

  @Test
  void keepsTheOffsetAfterVolatileAndPrivateEvents() throws Exception {
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(0));
    cluster.say(ALL);
    client.readUntil(1);
    cluster.publish(new Broadcast(Event.of("v"), ALL, true));
    client.readUntil(2);
    assertEquals(client.offset(), client.received().get(1).get(1).textValue());
    cluster
        .socket(0, client.sid())
        .sender()
        .deliver(Delivery.of("/", Event.of("private", "\"text\""), false, null));
    client.readUntil(3);
    assertEquals("text", client.received().get(2).get(1).textValue());
    client.close();
    cluster.publish(new Broadcast(Event.of("v", "1"), ALL, true));
    cluster.say(ALL);
    assertTrue(client.reconnect(cluster.gateways.get(2)));
    client.readUntil(4);
    String next = client.received().get(3).get(0).asText();
    assertNotEquals("v", next, "a volatile event is not sent again");
    assertEquals(1, client.received().get(3).get(1).asInt());
  }

  @Test
  void recoversWithTheInMemoryBus() throws Exception {
    try (GatewayServer solo = GatewayServer.start("WSFLEET_RECOVERY_WINDOW_SECONDS", "120")) {
      RecoveringClient client = RecoveringClient.connected(solo);
      RecoveringClient speaker = RecoveringClient.connected(solo);
      speaker.client().send("42[\"say\",0]");
      client.readUntil(1);
      client.close();
      await().until(() -> solo.gateway().hub().size() == 1);
      speaker.client().send("42[\"say\",1]");
      speaker.client().send("42[\"say\",2]");
      assertTrue(client.reconnect(solo));
      client.readUntil(3);
      assertEquals(List.of(0, 1, 2), client.numbers());
    }
  }

  @Test
  void deliversEverythingOnceHoweverOftenAClientMoves() throws Exception {
    int clients = 12;
    int moves = 15;
    ExecutorService threads = Executors.newFixedThreadPool(clients + 1);
    Future<?> speaker =
        threads.submit(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                cluster.say(ALL);
                Thread.sleep(3);
              }
              return null;
            });
    List<Future<RecoveringClient>> results =
        IntStream.range(0, clients).mapToObj(i -> threads.submit(() -> move(moves))).toList();
    for (Future<RecoveringClient> each : results) {
      RecoveringClient client = each.get(60, SECONDS);
      int first = client.numbers().get(0);
      assertEquals(
          IntStream.range(first, first + client.numbers().size()).boxed().toList(),
          client.numbers());
      client.close();
    }
    speaker.cancel(true);
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, SECONDS));
    await().until(() -> cluster.sockets() == 0);
    assertEquals(
        (long) clients * moves, cluster.gateways.stream().mapToLong(this::recovered).sum());
  }

  private RecoveringClient move(int moves) throws Exception {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(random.nextInt(3)));
    for (int i = 0; i < moves; i++) {
      client.readUntil(client.received().size() + random.nextInt(1, 30));
      // The old connection is closed, or hangs, or has unread data.
      RawClient old = client.client();
      if (random.nextBoolean()) {
        old.close();
      }
      assertTrue(client.reconnect(cluster.gateways.get(random.nextInt(3))));
      old.close();
    }
    client.readUntil(client.received().size() + 10);
    return client;
  }

  private long recovered(GatewayServer gateway) {
    return gateway.gateway().recovery().recovered();
  }
}
