package io.wsfleet.gateway.engineio.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.SocketOutbound;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients on each transport, and on the way from one to the other. */
class TransportsTest {
  private static final int EVENTS = 2000;

  private final List<Socket> clients = new ArrayList<>();
  private GatewayServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_RECOVERY_WINDOW_SECONDS", "0",
            // A megabyte of bytes is more than that in base64.
            "WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", "1500000");
  }

  @AfterEach
  void stop() throws Exception {
    clients.forEach(Socket::close);
    await().until(() -> server.gateway().connections().size() == 0);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void carriesAMegabyteBothWaysAndKeepsTheOrder(String transports) {
    Socket client = client(transports.split(","));
    byte[] sent = new byte[1_000_000];
    new Random(1).nextBytes(sent);
    List<Object> heard = new CopyOnWriteArrayList<>();
    AtomicInteger acknowledged = new AtomicInteger();
    client.on("all", arguments -> heard.add(arguments[0]));
    client.emit("all", (Object) sent);
    for (int i = 0; i < 100; i++) {
      client.emit("all", new Object[] {i}, (Ack) arguments -> acknowledged.incrementAndGet());
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> heard.size() == 101 && acknowledged.get() == 100);
    assertArrayEquals(sent, (byte[]) heard.get(0));
    for (int i = 0; i < 100; i++) {
      assertEquals(i, heard.get(i + 1));
    }
  }

  @Test
  void losesNothingWhileRecipientsUpgrade() {
    List<List<Object>> heard = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      List<Object> each = new CopyOnWriteArrayList<>();
      heard.add(each);
      client("polling", "websocket").on("count", arguments -> each.add(arguments[0]));
    }
    for (int i = 0; i < EVENTS; i++) {
      server
          .gateway()
          .hub()
          .deliver(
              Audience.all("/"),
              Delivery.of("/", Event.of("count", Integer.toString(i)), false, null));
    }
    for (List<Object> each : heard) {
      await().until(() -> each.size() >= EVENTS);
      for (int i = 0; i < EVENTS; i++) {
        assertEquals(i, each.get(i));
      }
    }
    await().until(() -> transports().equals(Set.of("websocket")));
    assertEquals(10, server.gateway().connections().size());
  }

  /** By which transports the members are here. */
  private Set<String> transports() {
    return server.gateway().hub().find(Audience.all("/")).stream()
        .map(socket -> ((SocketOutbound) socket.sender()).connection().transport().name())
        .collect(Collectors.toSet());
  }

  private Socket client(String... transports) {
    IO.Options options = new IO.Options();
    options.transports = transports;
    options.forceNew = true;
    options.reconnection = false;
    Socket client = IO.socket(URI.create(server.url()), options);
    clients.add(client);
    client.connect();
    await().until(client::connected);
    return client;
  }
}
