package com.example.chat;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** The chat on two gateway processes, with real clients of both. */
class ChatIT {
  @TempDir private static Path folder;
  private static Path extensions;
  private static RedisServer redis;
  private static int port;
  private static List<GatewayProcess> gateways;

  private final List<Socket> clients = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    extensions = Files.createDirectory(folder.resolve("extensions"));
    Files.copy(Path.of(System.getProperty("chat.jar")), extensions.resolve("chat.jar"));
    port = freePort();
    redis = RedisServer.newRedisServer().port(port).setting("save \"\"").build();
    redis.start();
    gateways =
        List.of(
            GatewayProcess.start(folder, extensions, "g1", "127.0.0.1:" + port),
            GatewayProcess.start(folder, extensions, "g2", "127.0.0.1:" + port));
    gateways.forEach(GatewayProcess::awaitReady);
  }

  @AfterAll
  static void stop() throws Exception {
    for (GatewayProcess gatewayProcess : gateways) {
      gatewayProcess.stop();
    }
    redis.stop();
  }

  @AfterEach
  void disconnect() {
    clients.forEach(Socket::close);
  }

  @Test
  void listsTheMembersOfARoomOnAllGateways() throws Exception {
    Socket anna = client(gateways.get(0), "anna");
    Socket bert = client(gateways.get(1), "bert");
    List<List<Object>> seen = received(anna, "entered", "left");
    assertEquals("[\"anna\"]", emitWithAck(anna, "enter", "hall"));
    assertEquals("[\"anna\",\"bert\"]", emitWithAck(bert, "enter", "hall"));
    assertEquals("[\"anna\",\"bert\"]", emitWithAck(anna, "who", "hall"));
    emitWithAck(bert, "leave", "hall");
    assertEquals("[\"anna\"]", emitWithAck(bert, "who", "hall"));
    emitWithAck(bert, "enter", "hall");
    bert.disconnect();
    await().until(() -> seen.size() == 4);
    assertEquals(
        List.of(
            List.of("entered", "hall", "bert"),
            List.of("left", "hall", "bert"),
            List.of("entered", "hall", "bert"),
            List.of("left", "hall", "bert")),
        seen);
    assertEquals("[\"anna\"]", emitWithAck(anna, "who", "hall"));
  }

  @Test
  void deliversMessagesToAllMembersInTheSameOrder() throws Exception {
    Socket anna = client(gateways.get(0), "anna");
    Socket bert = client(gateways.get(1), "bert");
    Socket outside = client(gateways.get(1), "cora");
    List<List<Object>> receivedByAnna = received(anna, "said");
    List<List<Object>> receivedByBert = received(bert, "said");
    List<List<Object>> receivedByCora = received(outside, "said");
    emitWithAck(anna, "enter", "bar");
    emitWithAck(bert, "enter", "bar");
    emitWithAck(anna, "say", "bar", "hi");
    await().until(() -> receivedByBert.size() == 1);
    emitWithAck(bert, "say", "bar", "hello");
    await().until(() -> receivedByAnna.size() == 2 && receivedByBert.size() == 2);
    assertEquals(
        List.of(List.of("said", "bar", "anna", "hi"), List.of("said", "bar", "bert", "hello")),
        receivedByAnna);
    assertEquals(receivedByAnna, receivedByBert);
    assertEquals(List.of(), receivedByCora);
  }

  @Test
  void refusesAClientWithoutAName() throws Exception {
    Socket unnamed = open(gateways.get(0), Map.of());
    CompletableFuture<Object> refusal = new CompletableFuture<>();
    unnamed.on(Socket.EVENT_CONNECT_ERROR, arguments -> refusal.complete(arguments[0]));
    unnamed.connect();
    assertEquals(
        "{\"message\":\"expected text, got nothing\"}", refusal.get(10, SECONDS).toString());
  }

  @Test
  void ignoresAMessageOfAClientThatIsNotInTheRoom() throws Exception {
    Socket anna = client(gateways.get(0), "anna");
    Socket bert = client(gateways.get(0), "bert");
    List<List<Object>> received = received(anna, "said");
    emitWithAck(anna, "enter", "cellar");
    bert.emit("say", "cellar", "psst");
    emitWithAck(bert, "enter", "cellar");
    emitWithAck(bert, "say", "cellar", "here");
    await().until(() -> !received.isEmpty());
    assertEquals(List.of(List.of("said", "cellar", "bert", "here")), received);
  }

  @Test
  void emitsLeftForTheClientsOfAGatewayThatStops() throws Exception {
    GatewayProcess third = GatewayProcess.start(folder, extensions, "g3", "127.0.0.1:" + port);
    third.awaitReady();
    Socket anna = client(gateways.get(0), "anna");
    Socket dora = client(third, "dora");
    List<List<Object>> seen = received(anna, "left");
    emitWithAck(anna, "enter", "attic");
    emitWithAck(dora, "enter", "attic");
    third.stop();
    await().until(() -> !seen.isEmpty());
    assertEquals(List.of(List.of("left", "attic", "dora")), seen);
    assertEquals("[\"anna\"]", emitWithAck(anna, "who", "attic"));
  }

  @Test
  void isNamedInTheStartLogLineOfEachGateway() throws Exception {
    for (GatewayProcess gatewayProcess : gateways) {
      assertTrue(gatewayProcess.log().contains("extensions=chat.jar"), gatewayProcess.log());
    }
  }

  private static List<List<Object>> received(Socket client, String... events) {
    List<List<Object>> received = new CopyOnWriteArrayList<>();
    for (String event : events) {
      client.on(
          event,
          arguments -> {
            List<Object> one = new ArrayList<>(List.of(event));
            // With connection state recovery each event ends with its offset.
            one.addAll(List.of(arguments).subList(0, event.equals("said") ? 3 : 2));
            received.add(one);
          });
    }
    return received;
  }

  private static String emitWithAck(Socket client, String event, Object... arguments) throws Exception {
    CompletableFuture<Object[]> ack = new CompletableFuture<>();
    client.emit(event, arguments, (Ack) ack::complete);
    Object[] values = ack.get(10, SECONDS);
    return values.length == 0 ? "" : values[0].toString();
  }

  private Socket client(GatewayProcess gatewayProcess, String name) {
    Socket client = open(gatewayProcess, Map.of("name", name)).connect();
    await().until(client::connected);
    return client;
  }

  private Socket open(GatewayProcess gatewayProcess, Map<String, String> auth) {
    IO.Options options = new IO.Options();
    options.forceNew = true;
    options.reconnection = false;
    options.auth = auth;
    Socket client = IO.socket(URI.create(gatewayProcess.url()), options);
    clients.add(client);
    return client;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
