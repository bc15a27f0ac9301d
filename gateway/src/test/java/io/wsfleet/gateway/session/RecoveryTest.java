package io.wsfleet.gateway.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.RawClient;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

/** Clients that come back to one of three gateways on a real Redis. */
class RecoveryTest {
  private static final Audience ALL = Audience.all("/");

  @TempDir private Path folder;

  private final List<GatewayServer> gateways = new ArrayList<>();
  private RedisServers redis;
  private int said;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServers.masterAndReplica();
    for (int i = 0; i < 3; i++) {
      gateways.add(gateway("g" + i));
    }
    await().until(() -> gateways.stream().allMatch(each -> each.gateway().isReady()));
  }

  @AfterEach
  void stop() throws Exception {
    for (GatewayServer gateway : gateways) {
      gateway.close();
    }
    redis.close();
  }

  private GatewayServer gateway(String name, String... more) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), RedisServers.PASSWORD);
    List<String> settings =
        new ArrayList<>(
            List.of(
                "WSFLEET_GATEWAY",
                name,
                "WSFLEET_RECOVERY_WINDOW_SECONDS",
                "120",
                "WSFLEET_REDIS_MASTER",
                "127.0.0.1:" + redis.master().port(),
                "WSFLEET_REDIS_REPLICA",
                "127.0.0.1:" + redis.replica().port(),
                "WSFLEET_REDIS_PASSWORD_FILE",
                password.toString(),
                "WSFLEET_REDIS_PING_MILLIS",
                "50"));
    settings.addAll(List.of(more));
    return GatewayServer.start(settings.toArray(String[]::new));
  }

  @Test
  void givesBackTheIdTheRoomsAndTheDataAndWhatWasMissedInOrder() throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateways.get(0));
    String sid = client.sid();
    gateways.get(0).gateway().hub().join(Audience.room("/", sid), List.of("r"));
    member(0, sid).data("{\"name\":\"anna\"}");
    say(ALL);
    client.readUntil(1);
    client.close();
    say(Audience.room("/", "r"));
    say(Audience.room("/", "other"));
    say(Audience.room("/", sid));
    say(ALL.except("r"));
    say(ALL);

    assertTrue(client.reconnect(gateways.get(1)));

    say(ALL);
    client.readUntil(5);
    assertEquals(List.of(0, 1, 3, 5, 6), client.numbers());
    assertEquals(sid, client.sid());
    Socket back = member(1, sid);
    assertEquals(Set.of(sid, "r"), gateways.get(1).gateway().hub().roomsOf(back));
    assertEquals("{\"name\":\"anna\"}", back.data());
    assertEquals(1, gateways.get(1).gateway().recovery().recovered());
  }

  @Test
  void dropsTheOldConnectionWhereverItIs() throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateways.get(0));
    for (int i = 1; i <= 4; i++) {
      say(ALL);
      client.readUntil(client.received().size() + 1);
      try (RawClient old = client.client()) {
        // To another gateway, to the same one, and so on.
        assertTrue(client.reconnect(gateways.get(i / 2)), "time " + i);
        assertEquals(1005, old.closeStatus());
      }
    }
    say(ALL);
    client.readUntil(5);
    assertEquals(List.of(0, 1, 2, 3, 4), client.numbers());
    await().until(() -> sockets() == 1);
  }

  @Test
  void hearsNothingTwiceThoughItsConnectionBreaksWhileItComesBack() throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateways.get(0));
    say(ALL);
    client.readUntil(1);
    client.close();
    say(ALL);
    say(ALL);

    client.reconnectAndClose(gateways.get(1));
    assertTrue(client.reconnect(gateways.get(2)));

    client.readUntil(3);
    assertEquals(List.of(0, 1, 2), client.numbers());
  }

  @Test
  void comesBackThoughItNeverHeardAnything() throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateways.get(0));
    client.close();
    say(ALL);
    assertTrue(client.reconnect(gateways.get(1)));
    client.readUntil(1);
    assertEquals(List.of(0), client.numbers());
  }

  @Test
  void isNotMisledByTextAtTheEndOfVolatileAndPrivateEvents() throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateways.get(0));
    say(ALL);
    client.readUntil(1);
    publish(new Broadcast(Event.of("v"), ALL, true));
    client.readUntil(2);
    assertEquals(client.offset(), client.received().get(1).get(1).textValue());
    member(0, client.sid())
        .sender()
        .deliver(Delivery.of("/", Event.of("private", "\"text\""), false, null));
    client.readUntil(3);
    assertEquals("text", client.received().get(2).get(1).textValue());
    client.close();
    publish(new Broadcast(Event.of("v", "1"), ALL, true));
    say(ALL);
    assertTrue(client.reconnect(gateways.get(2)));
    client.readUntil(4);
    String next = client.received().get(3).get(0).asText();
    assertNotEquals("v", next, "what is volatile is not sent again");
    assertEquals(1, client.received().get(3).get(1).asInt());
  }

  @Test
  void comesBackAfterMoreMessagesThanAreKeptIfNoneWasForIt() throws Exception {
    GatewayServer small = gateway("small", "WSFLEET_RECOVERY_PACKETS", "20");
    gateways.add(small);
    await().until(() -> small.gateway().isReady());
    RecoveringClient quiet = RecoveringClient.connected(small);
    RecoveringClient slow = RecoveringClient.connected(small);
    say(ALL);
    quiet.readUntil(1);
    slow.readUntil(1);
    for (int i = 0; i < 30; i++) {
      say(Audience.room("/", "elsewhere"));
    }
    // Who hears this shows that the gateway knows all that was said before it.
    say(Audience.room("/", slow.sid()));
    slow.readUntil(2);
    quiet.close();
    await().until(() -> small.gateway().hub().size() == 1);
    say(ALL);
    assertTrue(quiet.reconnect(small));
    quiet.readUntil(2);

    slow.close();
    await().until(() -> small.gateway().hub().size() == 1);
    for (int i = 0; i < 30; i++) {
      say(ALL);
    }
    // Only once the gateway has heard them all, it has trimmed what the client missed.
    quiet.readUntil(32);
    assertFalse(slow.reconnect(small));
    assertEquals(1, small.gateway().recovery().failures(RecoveryFailure.TRIMMED));
  }

  @Test
  void comesBackFromAGatewayWithoutAFarewellThoughItsSessionWasWrittenLongAgo() throws Exception {
    String[] small = {"WSFLEET_RECOVERY_PACKETS", "20", "WSFLEET_RECOVERY_WINDOW_SECONDS", "4"};
    gateways.add(gateway("small", small));
    gateways.add(gateway("other", small));
    await().until(() -> gateways.stream().allMatch(each -> each.gateway().isReady()));
    Recovery held = gateways.get(3).gateway().recovery();
    RecoveringClient quiet = RecoveringClient.connected(gateways.get(3));
    say(ALL);
    quiet.readUntil(1);
    RecoveringClient robbed = RecoveringClient.connected(gateways.get(3));
    // This one is not heard by its client, as if the gateway had been killed with it.
    say(Audience.room("/", robbed.sid()));
    for (int i = 0; i < 15; i++) {
      say(Audience.room("/", "elsewhere"));
    }
    awaitWord("small", offset(3));
    long saved = held.sessionWrites();

    assertTrue(robbed.reconnect(gateways.get(4)));
    robbed.readUntil(1);
    assertEquals(List.of(1), robbed.numbers());
    for (int i = 0; i < 15; i++) {
      say(Audience.room("/", "elsewhere"));
    }
    awaitWord("small", offset(3));
    assertEquals(saved, held.sessionWrites(), "a client that hears nothing costs nothing");
    assertTrue(quiet.reconnect(gateways.get(4)), "all that is not kept any more was for others");
    assertEquals(0, gateways.get(4).gateway().recovery().failures(RecoveryFailure.TRIMMED));
  }

  @Test
  void givesANewSessionToWhoeverLeftOrMisbehavedOrSaysWhatNobodyCanHaveToldHim() throws Exception {
    RecoveringClient left = RecoveringClient.connected(gateways.get(0));
    left.client().send("41");
    await().until(() -> sockets() == 0);
    assertFalse(left.reconnect(gateways.get(1)));

    left.client().send("42{");
    left.client().closeStatus();
    assertFalse(left.reconnect(gateways.get(1)));

    String unknown = "40{\"pid\":\"aaaaaaaaaaaaaaaaaaaa\",\"offset\":\"1-1.aaaaaa\"}";
    assertFalse(left.reconnect(gateways.get(1), unknown));
    assertFalse(left.reconnect(gateways.get(1), "40{\"pid\":\"*\",\"offset\":\"1-1.a\"}"));
    String vague = "40{\"pid\":\"" + left.pid() + "\",\"offset\":\"v\"}";
    assertFalse(left.reconnect(gateways.get(1), vague));
    assertFalse(left.reconnect(gateways.get(1), "40{\"pid\":1,\"offset\":{}}"));
    Recovery recovery = gateways.get(1).gateway().recovery();
    assertEquals(3, recovery.failures(RecoveryFailure.NOT_FOUND));
    assertEquals(2, recovery.failures(RecoveryFailure.MALFORMED));
  }

  @Test
  void givesANewSessionToWhoeverWasDisconnectedMeanwhile() throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateways.get(0));
    client.close();
    await().until(() -> sockets() == 0);
    publish(new BusMessage.Join(Audience.room("/", client.sid()), Set.of("banned")));
    publish(new BusMessage.Disconnect(Audience.room("/", "banned"), true));
    assertFalse(client.reconnect(gateways.get(1)));
    assertEquals(1, gateways.get(1).gateway().recovery().failures(RecoveryFailure.DISCONNECTED));
  }

  @Test
  void givesANewSessionToAllWhenRedisHasLostTheHistory() throws Exception {
    RecoveringClient client = RecoveringClient.connected(gateways.get(0));
    say(ALL);
    client.readUntil(1);
    redis.master().stop();
    redis.replica().stop();
    redis.master().restart();
    redis.replica().restart();
    for (GatewayServer each : gateways) {
      await().until(() -> each.gateway().bus().counters().lostEpochs().sum() == 1);
    }
    say(ALL);
    client.readUntil(2);
    client.close();
    assertTrue(client.reconnect(gateways.get(1)), "it knows a place in the new history");

    RecoveringClient late = RecoveringClient.connected(gateways.get(2));
    String stale = "40{\"pid\":\"" + late.pid() + "\",\"offset\":\"1-1.gone\"}";
    assertFalse(late.reconnect(gateways.get(1), stale));
    assertEquals(1, gateways.get(1).gateway().recovery().failures(RecoveryFailure.EPOCH_CHANGED));
  }

  @Test
  void worksAloneToo() throws Exception {
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
  void missesNothingAndHearsNothingTwiceHoweverOftenItMoves() throws Exception {
    int clients = 12;
    int moves = 15;
    ExecutorService threads = Executors.newFixedThreadPool(clients + 1);
    Future<?> speaker =
        threads.submit(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                say(ALL);
                Thread.sleep(3);
              }
              return null;
            });
    List<Future<RecoveringClient>> wanderers =
        IntStream.range(0, clients).mapToObj(i -> threads.submit(() -> wander(moves))).toList();
    for (Future<RecoveringClient> each : wanderers) {
      RecoveringClient recoveringClient = each.get(60, SECONDS);
      int first = recoveringClient.numbers().get(0);
      assertEquals(
          IntStream.range(first, first + recoveringClient.numbers().size()).boxed().toList(),
          recoveringClient.numbers());
      recoveringClient.close();
    }
    speaker.cancel(true);
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, SECONDS));
    await().until(() -> sockets() == 0);
    assertEquals((long) clients * moves, gateways.stream().mapToLong(this::recovered).sum());
  }

  private RecoveringClient wander(int moves) throws Exception {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    RecoveringClient recoveringClient = RecoveringClient.connected(gateways.get(random.nextInt(3)));
    for (int i = 0; i < moves; i++) {
      recoveringClient.readUntil(recoveringClient.received().size() + random.nextInt(1, 30));
      // The old connection is closed, or hangs, or still has something in it.
      RawClient old = recoveringClient.client();
      if (random.nextBoolean()) {
        old.close();
      }
      assertTrue(recoveringClient.reconnect(gateways.get(random.nextInt(3))));
      old.close();
    }
    recoveringClient.readUntil(recoveringClient.received().size() + 10);
    return recoveringClient;
  }

  private void say(Audience audience) throws Exception {
    publish(new Broadcast(Event.of("e", String.valueOf(said++)), audience, false));
  }

  private void publish(BusMessage message) throws Exception {
    gateways.get(2).gateway().bus().publish(message).toCompletableFuture().get(10, SECONDS);
  }

  private StreamPosition offset(int gateway) {
    return Objects.requireNonNull(gateways.get(gateway).gateway().bus().position());
  }

  /** Until a gateway has said that its sessions tell all up to there. */
  private void awaitWord(String gateway, StreamPosition least) {
    String ask = "return redis.call('GET', redis.call('KEYS', 'wsfleet:holder:%s-*')[1])";
    String command = "EVAL \"" + ask.formatted(gateway) + "\" 0";
    await()
        .until(
            () -> {
              String word = redis.master().pipeline(command).split("\r\n")[1];
              StreamPosition said = StreamPosition.parse(word);
              return said != null && !said.isBefore(least);
            });
  }

  private Socket member(int gateway, String sid) {
    Socket socket = gateways.get(gateway).gateway().hub().socket("/", sid);
    assertNotEquals(null, socket);
    return socket;
  }

  private int sockets() {
    return gateways.stream().mapToInt(each -> each.gateway().hub().size()).sum();
  }

  private long recovered(GatewayServer gateway) {
    return gateway.gateway().recovery().recovered();
  }
}
