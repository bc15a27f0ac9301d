package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.gateway.RawClient.V4;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.RawClient;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Too many connections, and connections that are reset. After each test another client is
 * unaffected.
 */
class ConnectionLimitTest {
  private GatewayServer server;
  private RawClient bystander;

  @BeforeEach
  void start() throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", "2000000",
            "WSFLEET_LIMITS_CONNECT_SECONDS", "1",
            "WSFLEET_LIMITS_MESSAGE_SECONDS", "1",
            "WSFLEET_LIMITS_MESSAGE_FRAMES", "100",
            "WSFLEET_LIMITS_CONNECTIONS", "40",
            "WSFLEET_LIMITS_OUTBOUND_BYTES", "300000",
            "WSFLEET_LIMITS_SEND_BUFFER_BYTES", "65536");
    bystander = RawClient.connected(server.port());
  }

  @AfterEach
  void theBystanderIsUnaffected() throws Exception {
    bystander.send("429[\"quiet\"]");
    assertEquals("439[]", bystander.text());
    bystander.close();
    await().until(() -> server.gateway().connections().size() == 0);
    assertEquals(0, server.gateway().hub().size());
    assertEquals(0, server.gateway().hub().roomCount());
    server.close();
  }

  @Test
  void survivesResetsAtAnyMoment() throws Exception {
    for (int i = 0; i < 20; i++) {
      RawClient client =
          i % 2 == 0 ? RawClient.connected(server.port()) : RawClient.open(server.port(), V4);
      client.socket().setSoLinger(true, 0);
      client.close();
    }
    for (String uri : List.of(V4, "/nope", "/socket.io/?EIO=4&transport=__proto__")) {
      RawClient client = RawClient.connect(server.port());
      client.write(
          ("GET " + uri + " HTTP/1.1\r\nHost: x\r\n" + RawClient.upgradeHeaders() + "\r\n")
              .getBytes(ISO_8859_1));
      client.socket().setSoLinger(true, 0);
      client.close();
    }
    await().until(() -> server.gateway().connections().size() == 1);
  }

  @Test
  void refusesMoreConnectionsThanAllowed() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 39; i++) {
      clients.add(RawClient.connected(server.port()));
    }
    try (RawClient tooMany = RawClient.connect(server.port())) {
      String answer = tooMany.request("GET", V4, RawClient.upgradeHeaders());
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    }
    for (RawClient client : clients) {
      client.close();
    }
    assertEquals(
        1, server.gateway().transportCounters().rejected(ConnectionError.TOO_MANY_CONNECTIONS));
  }
}
