package io.wsfleet.gateway.bootstrap;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.testing.RawClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways on a Redis master with a replica, and real clients. */
class MultiGatewayTest {
  @TempDir private Path folder;

  private final List<Socket> clients = new ArrayList<>();
  private final List<GatewayServer> gateways = new ArrayList<>();
  private RedisServers redis;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServers.masterAndReplica();
    Path password = Files.writeString(folder.resolve("password"), RedisServers.PASSWORD);
    for (int i = 0; i < 3; i++) {
      gateways.add(
          GatewayServer.start(
              "WSFLEET_GATEWAY",
              "g" + i,
              "WSFLEET_ANNOUNCEMENTS",
              "[{\"event\":\"brdcst\",\"everySeconds\":1,\"data\":\"hello\"}]",
              "WSFLEET_REDIS_MASTER",
              "127.0.0.1:" + redis.master().port(),
              "WSFLEET_REDIS_REPLICA",
              "127.0.0.1:" + redis.replica().port(),
              "WSFLEET_REDIS_PASSWORD_FILE",
              password.toString(),
              "WSFLEET_REDIS_PING_MILLIS",
              "50"));
    }
    await().until(() -> gateways.stream().allMatch(g -> g.gateway().isReady()));
  }

  @AfterEach
  void stop() throws Exception {
    clients.forEach(Socket::close);
    for (GatewayServer gateway : gateways) {
      gateway.close();
    }
    redis.close();
  }

  @Test
  void broadcastsToEachOtherClientOnce() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    List<Object> echo = new CopyOnWriteArrayList<>();
    AtomicInteger acks = new AtomicInteger();
    List<Socket> others = List.of(client(0), client(1), client(1), client(2));
    others.forEach(other -> other.on("said", arguments -> heard.addAll(Arrays.asList(arguments))));
    Socket speaker = client(0);
    speaker.on("said", arguments -> echo.add(arguments[0]));
    for (int i = 0; i < 100; i++) {
      speaker.emit("say", new Object[] {i}, (Ack) arguments -> acks.incrementAndGet());
    }
    await().until(() -> heard.size() == 400 && acks.get() == 100);
    for (int i = 0; i < 100; i++) {
      int number = i;
      assertEquals(4, heard.stream().filter(each -> each.equals(number)).count());
    }
    assertEquals(List.of(), echo);
  }

  @Test
  void reachesARoomOnAllGateways() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    Socket near = client(0);
    Socket far = client(1);
    Socket outside = client(2);
    for (Socket socket : List.of(near, far, outside)) {
      socket.on("lobby", arguments -> heard.add(socket.id() + arguments[0]));
    }
    gateways.get(0).gateway().hub().join(Audience.room("/", near.id()), List.of("lobby"));
    gateways.get(1).gateway().hub().join(Audience.room("/", far.id()), List.of("lobby"));
    outside.emit("lobby", new JSONObject());
    await().until(() -> heard.size() == 2);
    assertTrue(heard.containsAll(List.of(near.id() + "{}", far.id() + "{}")), heard.toString());
  }

  @Test
  void makesEachAnnouncementOnceForTheWholeFleet() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    client(2).on("brdcst", arguments -> heard.add(arguments[0]));
    long before = announcements();
    await().until(() -> heard.size() >= 3);
    // One that was made but has not arrived, or was made before the client came, may be between.
    long made = announcements() - before;
    assertTrue(Math.abs(made - heard.size()) <= 1, made + " were made, " + heard.size() + " heard");
    assertEquals("hello", heard.get(0));
  }

  @Test
  void keepsItsClientsWhileRedisIsGoneAndJoinsTheFleetAgain() throws Exception {
    List<Object> nearHeard = new CopyOnWriteArrayList<>();
    List<Object> farHeard = new CopyOnWriteArrayList<>();
    AtomicInteger disconnects = new AtomicInteger();
    Socket anna = client(0);
    Socket near = client(0);
    Socket far = client(1);
    near.on("said", arguments -> nearHeard.add(arguments[0]));
    far.on("said", arguments -> farHeard.add(arguments[0]));
    for (Socket socket : List.of(anna, near, far)) {
      socket.on(Socket.EVENT_DISCONNECT, reason -> disconnects.incrementAndGet());
    }
    redis.master().stop();
    redis.replica().stop();
    await().until(() -> gateways.stream().allMatch(MultiGatewayTest::isCutOff));
    anna.emit("say", "alone");
    await().until(() -> nearHeard.equals(List.of("alone")));
    assertTrue(gateways.get(0).gateway().isReady(), "it still serves its clients");
    redis.master().restart();
    redis.replica().restart();
    await().until(() -> gateways.stream().noneMatch(MultiGatewayTest::isCutOff));
    // A replica may still be on its way to its master, so that what is said now can be lost to it.
    await()
        .until(
            () -> {
              anna.emit("say", "together");
              return farHeard.contains("together");
            });
    assertEquals(0, disconnects.get());
  }

  @Test
  void letsOldAndNewClientsMeetAcrossGateways() throws Exception {
    try (RawClient old = RawClient.open(gateways.get(1).port(), RawClient.V3)) {
      assertEquals("40", old.text());
      client(0).emit("say", "hi");
      assertEquals("42[\"said\",\"hi\"]", next(old));
    }
  }

  private static String next(RawClient client) throws Exception {
    String text = client.text();
    while (text.contains("brdcst")) {
      text = client.text();
    }
    return text;
  }

  private static boolean isCutOff(GatewayServer gateway) {
    return gateway.gateway().bus().state() == BusState.CONNECTING;
  }

  private long announcements() {
    return gateways.stream().mapToLong(each -> each.gateway().announcementScheduler().sent()).sum();
  }

  private Socket client(int gateway) {
    IO.Options options = new IO.Options();
    options.transports = new String[] {"websocket"};
    options.forceNew = true;
    Socket socket = IO.socket(URI.create(gateways.get(gateway).url()), options);
    clients.add(socket.connect());
    await().until(socket::connected);
    return socket;
  }
}
