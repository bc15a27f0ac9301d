package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Transport;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.testing.RawClient;
import io.wsfleet.testing.RawClient.Response;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sessions on long polling: GET requests, heartbeat, close, compared byte by byte with the
 * protocol.
 */
class PollingTransportTest {
  private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";
  @RegisterExtension final PollingGateway polling = new PollingGateway();

  @Test
  void opensASessionAndLetsItsClientJoin() throws Exception {
    try (PollingClient client = PollingClient.open(polling.server().port())) {
      Response opened = client.openResponse();
      assertEquals(200, opened.status());
      assertHas(opened, "content-type: text/plain; charset=utf-8\r\n");
      assertHas(opened, "cache-control: no-store\r\n");
      assertEquals(
          "0{\"sid\":\""
              + client.sid()
              + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":60000,\"pingTimeout\":20000,"
              + "\"maxPayload\":100000}",
          opened.text());
      Response posted = client.post("40");
      assertEquals("ok", posted.text());
      assertHas(posted, "content-type: text/html\r\n");
      assertHas(posted, "content-length: 2\r\n");
      String connected = client.get();
      assertTrue(connected.matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}"), connected);
      assertFalse(connected.contains(client.sid()), "the session id is a secret");
    }
  }

  @Test
  void opensASessionOfALegacyClientAndConnectsIt() throws Exception {
    try (PollingClient client = PollingClient.legacy(polling.server().port(), "")) {
      String open = client.openResponse().text();
      int colon = open.indexOf(':');
      assertEquals(open.length() - colon - 1, Integer.parseInt(open.substring(0, colon)), open);
      assertTrue(open.substring(colon + 1).startsWith("0{\"sid\":"), open);
      assertHas(client.openResponse(), "content-type: text/plain; charset=utf-8\r\n");
      assertEquals("2:40", client.get());
      client.post("1:2");
      assertEquals("1:3", client.get());
    }
  }

  @Test
  void holdsAGetUntilAPacketIsQueued() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port());
        RawClient other = RawClient.connected(polling.server().port())) {
      client.poll();
      other.send("42[\"say\",\"€😀\"]");
      assertEquals("42[\"said\",\"€😀\"]", client.readResponse().text());
    }
  }

  @Test
  void sendsAllQueuedPacketsInOneResponse() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      client.post(
          "421[\"quiet\"]\u001e422[\"quiet\"]\u001e451-[\"all\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
      assertEquals(
          "431[]\u001e432[]\u001e451-[\"all\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID",
          client.get());
    }
  }

  @Test
  void usesBinaryPayloadsWithALegacyClient() throws Exception {
    String header = "34" + hex("51-[\"all\",{\"_placeholder\":true,\"num\":0}]");
    try (PollingClient client = PollingClient.legacy(polling.server().port(), "")) {
      client.get();
      byte[] frame = HexFormat.of().parseHex(framed(header) + "0104ff04010203");
      assertEquals("ok", client.post("application/octet-stream", frame).text());
      client.poll();
      Response response = client.readResponse();
      assertHas(response, "content-type: application/octet-stream\r\n");
      assertEquals(framed(header) + "0104ff04010203", HexFormat.of().formatHex(response.body()));
    }
  }

  @Test
  void writesBase64ToAnOlderClientThatCannotTakeBinary() throws Exception {
    String header = "451-[\"all\",{\"_placeholder\":true,\"num\":0}]";
    try (PollingClient client = PollingClient.legacy(polling.server().port(), "&b64=1")) {
      client.get();
      client.post(header.length() + ":" + header + "6:b4AQID");
      assertEquals(header.length() + ":" + header + "6:b4AQID", client.get());
    }
  }

  @Test
  void closesTheSessionOfAClientThatPollsTwice() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      client.poll();
      awaitPoll(client);
      Response second = client.request("GET", client.uri());
      assertEquals(400, second.status());
      assertEquals(0, second.body().length);
      Response first = client.readResponse();
      assertEquals(200, first.status());
      assertEquals("1", first.text());
      assertEquals(UNKNOWN, client.get());
    }
  }

  @Test
  void closesTheSessionOfAClientThatGoesAwayWhileItPolls() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      client.poll();
      awaitPoll(client);
      client.abort();
      await().until(() -> closed(CloseReason.TRANSPORT_CLOSE) == 1);
      assertEquals(UNKNOWN, client.request("GET", client.uri()).text());
    }
  }

  @Test
  void notifiesAPollingClientOfItsDisconnect() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      client.poll();
      awaitPoll(client);
      putOut();
      // Apart, since clients deal with an end before what comes with it, and would come back.
      assertEquals("41", client.readResponse().text());
      assertEquals("1", client.get());
      assertEquals(UNKNOWN, client.get());
    }
  }

  @Test
  void notifiesAClientWithItsNextPoll() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      putOut();
      await().until(() -> polling.server().gateway().connections().size() == 0);
      assertEquals("ok", client.post("42[\"late\"]").text());
      assertEquals("41", client.get());
      assertEquals("1", client.get());
      assertEquals(UNKNOWN, client.get());
    }
  }

  @Test
  void dropsVolatileEventsWhileNobodyPolls() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      deliver("lost", true);
      deliver("kept", false);
      assertEquals("42[\"kept\"]", client.get());
      client.poll();
      awaitPoll(client);
      deliver("volatile", true);
      assertEquals("42[\"volatile\"]", client.readResponse().text());
      assertEquals(1, polling.server().gateway().transportCounters().dropped());
    }
  }

  @Test
  void closesAClientThatDoesNotPollWhileMuchWaitsForIt() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      String text = "\"" + "x".repeat(10_000) + "\"";
      for (int i = 0; i < 31; i++) {
        polling
            .server()
            .gateway()
            .hub()
            .deliver(Audience.all("/"), Delivery.of("/", Event.of("flood", text), false, null));
      }
      await().until(() -> closed(CloseReason.SLOW_CLIENT) == 1);
      assertEquals(UNKNOWN, client.get());
    }
  }

  @Test
  void keepsTheHeartbeatAndEndsASessionWithoutOne() throws Exception {
    GatewayServer quick =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "1",
            "WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", "1");
    try (PollingClient client = PollingClient.connected(quick.port())) {
      assertEquals("2", client.get());
      client.post("3");
      assertEquals("2", client.get());
      client.poll();
      assertEquals("1", client.readResponse().text());
      assertEquals(UNKNOWN, client.get());
      assertEquals(1, quick.gateway().transportCounters().closed(CloseReason.PING_TIMEOUT));
    } finally {
      quick.close();
    }
  }

  @Test
  void endsASessionWhoseClientNeverCameBack() throws Exception {
    GatewayServer quick =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "1",
            "WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", "1");
    try {
      PollingClient.open(quick.port()).close();
      PollingClient.legacy(quick.port(), "").close();
      assertEquals(2, quick.gateway().connections().size());
      await().until(() -> quick.gateway().connections().size() == 0);
      assertEquals(2, quick.gateway().transportCounters().closed(CloseReason.PING_TIMEOUT));
    } finally {
      quick.close();
    }
  }

  private void awaitPoll(PollingClient client) {
    Transport transport = polling.server().gateway().connections().find(client.sid()).transport();
    await().until(() -> !transport.isBlocked());
  }

  private void putOut() {
    polling
        .server()
        .gateway()
        .hub()
        .find(Audience.all("/"))
        .forEach(socket -> socket.sender().disconnect(true, CloseReason.SERVER_DISCONNECT));
  }

  private void deliver(String event, boolean droppable) {
    polling
        .server()
        .gateway()
        .hub()
        .deliver(Audience.all("/"), Delivery.of("/", Event.of(event), droppable, null));
  }

  private long closed(CloseReason reason) {
    return polling.server().gateway().transportCounters().closed(reason);
  }

  /** The status of an answer, or -1 where the connection was closed instead. */
  private static int status(RawClient client) throws Exception {
    try {
      return client.readResponse(true).status();
    } catch (IOException closed) {
      return -1;
    }
  }

  private static void assertHas(Response response, String line) {
    assertTrue(response.head().toLowerCase(Locale.ROOT).contains(line), response.head());
  }

  /** A text packet in the binary form of Engine.IO 3, in hexadecimal digits. */
  private static String framed(String packet) {
    StringBuilder head = new StringBuilder("00");
    for (char digit : Integer.toString(packet.length() / 2).toCharArray()) {
      head.append('0').append(digit);
    }
    return head + "ff" + packet;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
