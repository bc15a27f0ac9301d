package io.wsfleet.gateway.socketio.server;

import static io.wsfleet.testing.RawClient.V3;
import static io.wsfleet.testing.RawClient.V4;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.testing.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Socket.IO clients of one gateway, compared byte by byte with the protocol. */
class ClientSocketsTest {
  private static GatewayServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_CORS_ORIGINS", "http://a.example");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void opensAndLetsANewClientJoin() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      client.upgrade(V4);
      String open = client.text();
      String sid = open.substring(9, 29);
      assertEquals(
          "0{\"sid\":\""
              + sid
              + "\",\"upgrades\":[],\"pingInterval\":60000,\"pingTimeout\":20000,"
              + "\"maxPayload\":1000000}",
          open);
      client.send("40{\"token\":\"x\"}");
      String connected = client.text();
      assertTrue(connected.matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}"), connected);
      assertFalse(connected.contains(sid), "the session id is a secret");
    }
  }

  @Test
  void connectsALegacyClientUnderItsSessionId() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      client.upgrade(V3);
      String sid = client.text().substring(9, 29);
      assertEquals("40", client.text());
      await().until(() -> server.gateway().hub().socket("/", sid) != null);
    }
  }

  @Test
  void answersAnEventOfARuleAndOnlySuchAnEvent() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("427[\"unknown\"]");
      client.send("428[\"quiet\",1]");
      assertEquals("438[]", client.text());
    }
  }

  @Test
  void sendsToOthersAndToEveryone() throws Exception {
    try (RawClient anna = RawClient.connected(server.port());
        RawClient bert = RawClient.open(server.port(), V3)) {
      assertEquals("40", bert.text());
      anna.send("42[\"say\",\"hi\",{\"a\":\"\\ud800\"}]");
      assertEquals("42[\"said\",\"hi\",{\"a\":\"\\ud800\"}]", bert.text());
      bert.send("42[\"all\", 1.0 ]");
      assertEquals("42[\"all\", 1.0 ]", bert.text());
      assertEquals("42[\"all\", 1.0 ]", anna.text());
    }
  }

  @Test
  void sendsToARoom() throws Exception {
    try (RawClient anna = RawClient.connected(server.port());
        RawClient bert = RawClient.connected(server.port())) {
      server.gateway().hub().join(Audience.room("/", bert.id()), List.of("lobby"));
      anna.send("42[\"lobby\",1]");
      assertEquals("42[\"lobby\",1]", bert.text());
    }
  }

  @Test
  void passesBinaryEventsOnInTheFramesOfEachGeneration() throws Exception {
    try (RawClient anna = RawClient.connected(server.port());
        RawClient bert = RawClient.open(server.port(), V3);
        RawClient cora = RawClient.connected(server.port())) {
      bert.text();
      anna.send("451-[\"say\",{\"_placeholder\":true,\"num\":0}]");
      anna.frame(0x82, new byte[] {1, 2});
      assertEquals("451-[\"said\",{\"_placeholder\":true,\"num\":0}]", bert.text());
      assertEquals(List.of(4, 1, 2), bytes(bert.read().payload()));
      cora.text();
      assertEquals(List.of(1, 2), bytes(cora.read().payload()));
    }
  }

  @Test
  void writesNothingBetweenTheAttachmentsOfAnEventHoweverLargeTheyAre() throws Exception {
    String head =
        "452-%d[\"%s\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
    try (RawClient anna = RawClient.connected(server.port());
        RawClient bert = RawClient.connected(server.port())) {
      for (int id = 1; id <= 10; id++) {
        for (RawClient sender : List.of(anna, bert)) {
          sender.send(String.format(Locale.ROOT, head, id, "all"));
          sender.frame(0x82, new byte[70_000]);
          sender.frame(0x82, new byte[1]);
        }
      }
      int events = 0;
      int acks = 0;
      while (events < 20 || acks < 10) {
        String text = bert.text();
        if (text.startsWith("452-")) {
          assertEquals(70_000, bert.read().payload().length);
          assertEquals(1, bert.read().payload().length);
          events++;
        } else {
          assertEquals("43" + ++acks + "[]", text);
        }
      }
    }
  }

  @Test
  void refusesOtherNamespacesAndGoesOn() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V4)) {
      client.send("40/nope,{\"token\":1}");
      assertEquals("44/nope,{\"message\":\"Invalid namespace\"}", client.text());
      client.send("40/random");
      assertEquals("44/random,{\"message\":\"Invalid namespace\"}", client.text());
      client.send("40");
      assertTrue(client.text().startsWith("40{"));
    }
  }

  @Test
  void letsAClientDisconnectAndConnectWithANewId() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V4)) {
      client.send("40");
      String first = client.text();
      client.send("41");
      client.send("40");
      assertNotEquals(first, client.text());
    }
  }

  @Test
  void closesAtOnceOnAClosePacket() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("1");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void disconnectsWhatTheClusterDisconnects() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      outlet(client).disconnect(false, CloseReason.SERVER_DISCONNECT);
      assertEquals("41", client.text());
      client.connectNamespace();
      outlet(client).disconnect(true, CloseReason.SERVER_DISCONNECT);
      assertEquals("41", client.text());
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void answersTheHeartbeatOfAnOlderClient() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V3)) {
      client.text();
      client.send("2");
      assertEquals("3", client.text());
      client.send("2probe");
      assertEquals("3", client.text());
    }
  }

  @Test
  void writesBase64ToAnOlderClientThatCannotTakeBinary() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V3 + "&b64=1")) {
      client.text();
      client.send("451-[\"all\",{\"_placeholder\":true,\"num\":0}]");
      client.send("b4AQID");
      assertEquals("451-[\"all\",{\"_placeholder\":true,\"num\":0}]", client.text());
      assertEquals("b4AQID", client.text());
    }
  }

  private static SocketSender outlet(RawClient client) {
    return server.gateway().hub().socket("/", client.id()).sender();
  }

  private static List<Integer> bytes(byte[] array) {
    List<Integer> bytes = new ArrayList<>();
    for (byte each : array) {
      bytes.add((int) each);
    }
    return bytes;
  }
}
