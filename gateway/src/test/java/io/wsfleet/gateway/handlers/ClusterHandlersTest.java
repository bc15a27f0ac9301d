package io.wsfleet.gateway.handlers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.testing.ExtensionJar;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers reach the sockets and the servers of other gateways. */
class ClusterHandlersTest {
  @TempDir private Path folder;

  private final List<Socket> clients = new ArrayList<>();
  private final List<GatewayServer> gateways = new ArrayList<>();
  private RedisServers redis;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServers.masterAndReplica();
    Path password = Files.writeString(folder.resolve("password"), RedisServers.PASSWORD);
    Path extensions = Files.createDirectory(folder.resolve("extensions"));
    ExtensionJar.write(extensions.resolve("playground.jar"), TestExtension.class);
    for (int i = 0; i < 2; i++) {
      gateways.add(
          GatewayServer.start(
              "WSFLEET_GATEWAY",
              "g" + i,
              "WSFLEET_EXTENSIONS",
              extensions.toString(),
              "WSFLEET_PROTOCOL_NAMESPACES",
              "/play",
              "WSFLEET_REDIS_MASTER",
              "127.0.0.1:" + redis.master().port(),
              "WSFLEET_REDIS_REPLICA",
              "127.0.0.1:" + redis.replica().port(),
              "WSFLEET_REDIS_PASSWORD_FILE",
              password.toString()));
    }
    await().until(() -> gateways.stream().allMatch(each -> each.gateway().isReady()));
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
  void fetchAndReachTheSocketsOfAllGateways() throws Exception {
    Socket anna = client(0, "anna");
    Socket bert = client(1, "bert");
    String census = emitWithAck(anna, "census")[0].toString();
    assertTrue(census.contains("\"anna\"") && census.contains("\"bert\""), census);
    BlockingQueue<Object[]> received = new LinkedBlockingQueue<>();
    BlockingQueue<Object[]> gone = new LinkedBlockingQueue<>();
    bert.on("heard", received::add);
    bert.on("gone", gone::add);
    emitWithAck(anna, "near");
    emitWithAck(anna, "others");
    assertEquals("o", received.poll(10, SECONDS)[0]);
    String id = anna.id();
    anna.disconnect();
    assertEquals(id, gone.poll(10, SECONDS)[0]);
  }

  @Test
  void emitToOtherServersAndAcknowledgeTheirEvents() throws Exception {
    Object[] acks = emitWithAck(client(0, "anna"), "servers");
    assertEquals("[\"g1\"]", acks[0].toString());
    assertEquals(true, acks[1]);
  }

  private static Object[] emitWithAck(Socket client, String event, Object... arguments)
      throws Exception {
    CompletableFuture<Object[]> ack = new CompletableFuture<>();
    client.emit(event, arguments, (Ack) ack::complete);
    return ack.get(20, SECONDS);
  }

  private Socket client(int gateway, String name) {
    IO.Options options = new IO.Options();
    options.forceNew = true;
    options.reconnection = false;
    options.auth = Map.of("as", name);
    Socket client = IO.socket(URI.create(gateways.get(gateway).url() + "/play"), options);
    clients.add(client.connect());
    await().until(client::connected);
    return client;
  }
}
