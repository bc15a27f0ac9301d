package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.gateway.RawClient.V3;
import static io.wsfleet.gateway.RawClient.V4;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.RawClient;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean harm. Each test ends with a bystander who has noticed nothing. */
class HostileClientTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4",
        "47",
        "x",
        "4x",
        "2",
        "42{}",
        "42[]",
        "42[\"a\"",
        "42[\"a\"]x",
        "42[null]",
        "42[\"connect\"]",
        "42[{\"toString\":\"foo\"}]",
        "42abc[\"a\"]",
        "42-1[\"a\"]",
        "42/nope,[\"a\"]",
        "41/nope",
        "41{}",
        "43{}",
        "40",
        "40[]",
        "40,",
        "44{}",
        "450-[\"a\"]",
        "4511-[\"a\"]",
        "4599999999999-[\"a\"]",
        "451[\"a\"]",
        "451-[\"a\",{\"_placeholder\":true,\"num\":\"splice\"}]",
      })
  void closesAClientThatSendsAMalformedPacket(String message) throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send(message);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void closesAClientThatSendsBeforeConnect() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V4)) {
      client.send("42[\"say\"]");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void closesALegacyClientThatConnectsTwice() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V3)) {
      client.text();
      client.send("40");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void closesAnEmptyMessage() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void closesTextWhileAttachmentsAreToComeAndAttachmentsThatNobodyAnnounced() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");
      client.send("42[\"b\"]");
      assertEquals(1005, client.closeStatus());
    }
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(0x82, new byte[10]);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void survivesJsonThatIsNestedAMillionTimes() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("42[\"say\"," + "[".repeat(1_000_000));
      assertEquals(1005, client.closeStatus());
    }
    try (RawClient client = RawClient.open(server.port(), V4)) {
      client.send("40" + "{\"a\":".repeat(300_000));
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void keepsAClientThatSendsStrangeButAllowedThings() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("42[\"error\"]");
      client.send("42[1,2]");
      client.send("42");
      client.send("43");
      client.send("43999[\"nobody asked\"]");
      client.send("42[\"a\",{\"_placeholder\":true,\"num\":7}]");
      client.send("42[\"a\",{\"__proto__\":{\"x\":1}}]");
      client.send("42[\"say\",\"" + "9".repeat(1_000_000) + "\"]");
      client.send("0");
      client.send("5");
      client.send("6");
      client.send("3");
      client.send("421[\"quiet\"]");
      assertEquals("431[]", client.text());
    }
    assertTrue(bystander.text().startsWith("42[\"said\",\"999"));
  }

  @Test
  void closesTextThatIsNotUtf8() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(0x81, new byte[] {'4', '2', (byte) 0xc3, 0x28});
      assertEquals(1007, client.closeStatus());
    }
  }

  @Test
  void closesAMessageThatIsTooBig() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(0x81, new byte[2_000_001]);
      assertEquals(1009, client.closeStatus());
    }
    await().until(() -> closed(CloseReason.MESSAGE_TOO_BIG) == 1);
  }

  @Test
  void closesAMessageThatIsTooBigInPieces() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(0x01, new byte[1_500_000]);
      client.frame(0x80, new byte[1_500_000]);
      assertEquals(1009, client.closeStatus());
    }
  }

  @Test
  void closesAMessageInTooManyPieces() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(0x01, new byte[] {'4'});
      for (int i = 0; i < 100; i++) {
        client.frame(0x00, new byte[] {'2'});
      }
      assertEquals(1008, client.closeStatus());
    }
  }

  @Test
  void closesAMessageThatIsNeverCompleted() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(0x01, new byte[] {'4'});
      assertEquals(1008, client.closeStatus());
    }
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("452-[\"say\"]");
      client.frame(0x82, new byte[10]);
      assertEquals(1008, client.closeStatus());
    }
    await().until(() -> closed(CloseReason.MESSAGE_TOO_SLOW) == 2);
  }

  @Test
  void closesAClientThatNeverJoins() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V4)) {
      client.send("40/nope,");
      client.text();
      assertEquals(1005, client.closeStatus());
    }
    await().until(() -> closed(CloseReason.CONNECT_TIMEOUT) == 1);
  }

  @ParameterizedTest
  @CsvSource({"0xC1", "0xA1", "0x91", "0x83", "0x8B"})
  void closesFramesThatTheWebsocketProtocolDoesNotKnow(String first) throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(Integer.decode(first), new byte[] {'4', '2'});
      client.closeStatus();
    }
    await().until(() -> server.gateway().connections().size() == 1);
  }

  @Test
  void survivesAFrameWithReservedBitsInTheSegmentOfTheHandshake() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      client.write(
          ("GET "
                  + V4
                  + " HTTP/1.1\r\nHost: x\r\n"
                  + RawClient.upgradeHeaders()
                  + "\r\n\u00f1\u0080")
              .getBytes(ISO_8859_1));
    }
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("421[\"quiet\"]");
      assertEquals("431[]", client.text());
    }
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
  void survivesALongSubprotocolHeader() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      client.upgrade(V4, "Sec-WebSocket-Protocol: b" + " ".repeat(5000) + "x\r\n");
      assertTrue(client.text().startsWith("0{"));
    }
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

  @Test
  void closesAClientThatNeverReadsAndKeepsTheOthers() throws Exception {
    String text = "\"" + "x".repeat(10_000) + "\"";
    try (RawClient slow = RawClient.withSmallReceiveBuffer(server.port())) {
      slow.upgrade(V4);
      slow.text();
      slow.connectNamespace();
      int sent = 0;
      while (closed(CloseReason.SLOW_CLIENT) == 0 && sent < 1000) {
        server.gateway().eventRouter().broadcast(Event.of("flood", text), Audience.all("/"));
        assertTrue(bystander.text().startsWith("42[\"flood\""));
        sent++;
      }
      assertEquals(1, closed(CloseReason.SLOW_CLIENT), "after " + sent + " messages of 10 kB");
    }
  }

  @Test
  void closesAClientThatFloodsPingsAndReadsNoPong() throws Exception {
    byte[] payload = new byte[125];
    try (RawClient flood = RawClient.withSmallReceiveBuffer(server.port())) {
      flood.upgrade(V4);
      flood.text();
      flood.connectNamespace();
      int sent = 0;
      try {
        while (closed(CloseReason.SLOW_CLIENT) == 0 && sent < 200_000) {
          flood.frame(0x89, payload);
          sent++;
        }
      } catch (SocketException closedMeanwhile) {
        // Which is what is wanted.
      }
      await().until(() -> closed(CloseReason.SLOW_CLIENT) == 1);
    }
  }

  @Test
  void ignoresWhatIsSentAfterItHasClosed() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("x");
      client.send("42[\"say\",\"after the end\"]");
      assertEquals(1005, client.closeStatus());
      client.frame(0x88, new byte[0]);
      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> client.socket().getInputStream().read() == -1);
    }
  }

  private long closed(CloseReason reason) {
    return server.gateway().transportCounters().closed(reason);
  }
}
