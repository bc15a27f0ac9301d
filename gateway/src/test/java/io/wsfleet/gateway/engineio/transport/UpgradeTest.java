package io.wsfleet.gateway.engineio.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Transport;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that change from polling to a websocket, byte by byte. */
class UpgradeTest {
  private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";

  private GatewayServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_RECOVERY_WINDOW_SECONDS", "0",
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_UPGRADE_SECONDS", "1");
  }

  @AfterEach
  void leavesNoBuffers() throws Exception {
    server.gateway().connections().closers(CloseReason.SHUTTING_DOWN).forEach(Runnable::run);
    await().until(() -> server.gateway().connections().size() == 0);
    assertEquals(0, server.gateway().hub().size());
    server.close();
  }

  @Test
  void upgradesToAWebSocketWithoutLoss() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port())) {
      client.poll();
      try (RawClient websocket = client.websocket()) {
        websocket.send("2probe");
        assertEquals("3probe", websocket.text());
        assertEquals("6", client.readResponse().text());
        client.post("421[\"quiet\"]");
        deliver("between");
        websocket.send("5");
        websocket.send("422[\"quiet\"]");
        assertEquals("431[]", websocket.text());
        assertEquals("42[\"between\"]", websocket.text());
        assertEquals("432[]", websocket.text());
        assertEquals(BAD_REQUEST, client.get());
        assertEquals(BAD_REQUEST, client.post("423[\"quiet\"]").text());
        websocket.send("424[\"quiet\"]");
        assertEquals("434[]", websocket.text());
      }
      await().until(() -> closed(CloseReason.TRANSPORT_CLOSE) == 1);
    }
  }

  @Test
  void upgradesALegacyClient() throws Exception {
    try (PollingClient client = PollingClient.legacy(server.port(), "");
        RawClient websocket = client.websocket()) {
      websocket.send("2probe");
      assertEquals("3probe", websocket.text());
      websocket.send("5");
      assertEquals("40", websocket.text());
      websocket.send("2");
      assertEquals("3", websocket.text());
    }
  }

  @Test
  void servesPollingAsBeforeWhileTheWebsocketIsProbed() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port());
        RawClient websocket = client.websocket()) {
      websocket.send("2probe");
      assertEquals("3probe", websocket.text());
      client.post("421[\"quiet\"]");
      assertEquals("431[]", client.get());
      // Each GET that finds nothing is given back soon.
      assertEquals("6", client.get());
      assertEquals("6", client.get());
    }
  }

  @Test
  void answersAPendingGetAfterTheUpgrade() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port());
        RawClient websocket = client.websocket()) {
      client.poll();
      Transport polling = server.gateway().connections().find(client.sid()).transport();
      await().until(() -> !polling.isBlocked());
      websocket.send("5");
      assertEquals("6", client.readResponse().text());
      websocket.send("421[\"quiet\"]");
      assertEquals("431[]", websocket.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "42[\"a\"]", "", "x", "2probes"})
  void closesAWebsocketThatIsNotProbedAndKeepsTheSession(String packet) throws Exception {
    try (PollingClient client = PollingClient.connected(server.port());
        RawClient websocket = client.websocket()) {
      websocket.send(packet);
      assertEquals(1005, websocket.closeStatus());
      assertServed(client);
    }
  }

  @Test
  void closesAWebsocketThatDoesNotFinishInTimeAndKeepsTheSession() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port());
        RawClient websocket = client.websocket()) {
      websocket.send("2probe");
      websocket.text();
      assertEquals(1005, websocket.closeStatus());
      assertServed(client);
    }
  }

  @Test
  void rejectsASecondWebSocketAtOnce() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port());
        RawClient websocket = client.websocket()) {
      websocket.send("2probe");
      websocket.text();
      try (RawClient second = client.websocket()) {
        second.closeStatus();
      }
      websocket.send("5");
      websocket.send("421[\"quiet\"]");
      assertEquals("431[]", websocket.text());
      try (RawClient third = client.websocket()) {
        third.closeStatus();
      }
      websocket.send("422[\"quiet\"]");
      assertEquals("432[]", websocket.text());
    }
  }

  @Test
  void allowsAnotherUpgradeAfterAFailedOne() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port())) {
      try (RawClient broken = client.websocket()) {
        broken.send("2probe");
        broken.text();
      }
      await()
          .untilAsserted(
              () -> {
                try (RawClient websocket = client.websocket()) {
                  websocket.send("2probe");
                  assertEquals("3probe", websocket.text());
                  websocket.send("5");
                  websocket.send("421[\"quiet\"]");
                  assertEquals("431[]", websocket.text());
                }
              });
    }
  }

  @Test
  void closesTheWebsocketWithItsSession() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port());
        RawClient websocket = client.websocket()) {
      websocket.send("2probe");
      websocket.text();
      client.post("1");
      assertEquals(1005, websocket.closeStatus());
    }
  }

  @Test
  void closesAWebsocketThatSendsMoreThanIsAllowed() throws Exception {
    try (PollingClient client = PollingClient.connected(server.port());
        RawClient websocket = client.websocket()) {
      websocket.frame(0x82, new byte[1_000_001]);
      assertEquals(1009, websocket.closeStatus());
      assertServed(client);
    }
  }

  private void assertServed(PollingClient client) throws Exception {
    client.post("421[\"quiet\"]");
    assertEquals("431[]", client.get());
  }

  private void deliver(String event) {
    server
        .gateway()
        .hub()
        .deliver(Audience.all("/"), Delivery.of("/", Event.of(event), false, null));
  }

  private long closed(CloseReason reason) {
    return server.gateway().transportCounters().closed(reason);
  }
}
