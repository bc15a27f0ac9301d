package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.gateway.RawClient.V4;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.CapturedLog;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.RawClient;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What has brought other servers of these protocols down, by the name of its advisory, against one
 * gateway. After each, a bystander has noticed nothing and nothing unexpected is logged; at the end
 * memory is where it was.
 *
 * <p>Not here: CVE-2026-45736 (uninitialised memory), which has no counterpart in Java.
 */
class KnownAttacksTest {
  private static final int MAX_PAYLOAD = 1_000_000;
  private static final long SOME_MEGABYTES = 40_000_000;

  private static GatewayServer server;
  private static long heapBefore;
  private CapturedLog log;
  private RawClient bystander;

  @BeforeAll
  static void start() throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_NAMESPACES", "/dyn-*",
            "WSFLEET_PROTOCOL_PER_MESSAGE_DEFLATE", "true",
            "WSFLEET_LIMITS_MESSAGE_SECONDS", "1",
            "WSFLEET_LIMITS_MESSAGE_FRAMES", "100");
    RawClient.connected(server.port()).close();
    await().until(() -> server.gateway().connections().size() == 0);
    heapBefore = heap();
  }

  @AfterAll
  static void memoryIsWhereItWas() throws Exception {
    await().until(() -> server.gateway().connections().size() == 0);
    assertEquals(0, server.gateway().hub().size());
    assertEquals(0, server.gateway().hub().roomCount());
    long grown = heap() - heapBefore;
    server.close();
    assertTrue(grown < SOME_MEGABYTES, "the heap has grown by " + grown);
  }

  @BeforeEach
  void connectABystander() throws Exception {
    log = CapturedLog.start();
    bystander = RawClient.connected(server.port());
  }

  @AfterEach
  void theBystanderIsUnaffected() throws Exception {
    bystander.send("429[\"quiet\"]");
    assertEquals("439[]", bystander.text());
    bystander.close();
    log.close();
    assertEquals(List.of(), log.warnings());
  }

  @Test
  @DisplayName("CVE-2020-28481: answers readable by every page")
  void letsNoPageReadAnswersUnlessConfigured() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String answer =
          client.request(
              "GET", "/socket.io/?EIO=4&transport=polling", "Origin: https://evil.example\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      assertFalse(answer.toLowerCase().contains("access-control"), answer);
      endSession(answer);
    }
  }

  @Test
  @DisplayName("CVE-2020-36048: a body of 100 MB")
  void limitsTheBody() throws Exception {
    try (PollingClient session = PollingClient.connected(server.port())) {
      try (RawClient client = RawClient.connect(server.port())) {
        String answer = client.request("POST", session.uri(), "Content-Length: 100000000\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
      }
      session.post("42[\"quiet\"]");
      session.post("1");
    }
  }

  @ParameterizedTest
  @DisplayName("CVE-2020-36049: a packet whose head never ends")
  @ValueSource(strings = {"45", "42/", "42", "43", "4"})
  void readsAHeadInOnePass(String start) throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send(start + "9".repeat(MAX_PAYLOAD - 10) + "-");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  @DisplayName("CVE-2021-32640: a subprotocol of spaces")
  void readsALongSubprotocol() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      client.upgrade(V4, "Sec-WebSocket-Protocol: b" + " ".repeat(7000) + "x\r\n");
      assertTrue(client.text().startsWith("0{"));
    }
  }

  @ParameterizedTest
  @DisplayName("CVE-2022-21676: reserved bits, in the segment of the handshake")
  @ValueSource(ints = {0xa1, 0x91, 0xb1, 0xf1, 0xc2})
  void closesOnReservedBits(int first) throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String frame = (char) first + "\u0080\u0000\u0000\u0000\u0000";
      String answer = client.request("GET", V4, RawClient.upgradeHeaders(), frame);
      assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void readsFramesInTheSegmentOfTheHandshake() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String join = "\u0081\u0082\u0000\u0000\u0000\u000040";
      String answer = client.request("GET", V4, RawClient.upgradeHeaders(), join);
      assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
      assertTrue(client.text().startsWith("0{"));
      assertTrue(client.text().startsWith("40{"));
    }
  }

  @ParameterizedTest
  @DisplayName("CVE-2022-2421: a placeholder that is no number")
  @ValueSource(strings = {"\"splice\"", "-1", "1", "0.5", "1e9", "null", "{}", "\"0\""})
  void takesNoPlaceholderForWhatIsNotThere(String num) throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("451-[\"say\",{\"_placeholder\":true,\"num\":" + num + "}]");
      assertEquals(1005, client.closeStatus());
    }
  }

  @ParameterizedTest
  @DisplayName("CVE-2022-41940: an upgrade elsewhere, or to something else, and then a reset")
  @ValueSource(strings = {"/elsewhere", "/socket.io/?EIO=4&transport=websocket", "/"})
  void survivesResetsOfUpgrades(String uri) throws Exception {
    for (String upgrade : List.of("h2c", "websocket", "x")) {
      RawClient client = RawClient.connect(server.port());
      client.write(
          ("GET "
                  + uri
                  + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: "
                  + upgrade
                  + "\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
              .getBytes(ISO_8859_1));
      client.socket().setSoLinger(true, 0);
      client.close();
    }
  }

  @ParameterizedTest
  @DisplayName("CVE-2023-31125: transports that every JavaScript object has")
  @ValueSource(strings = {"__proto__", "constructor", "toString", "", "webtransport", "polling%00"})
  void knowsNoOtherTransports(String transport) throws Exception {
    for (String headers : List.of("", RawClient.upgradeHeaders())) {
      try (RawClient client = RawClient.connect(server.port())) {
        String answer = client.request("GET", "/socket.io/?EIO=4&transport=" + transport, headers);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("Transport unknown"), answer);
      }
    }
  }

  @Test
  @DisplayName("CVE-2023-32695: an event whose name is an object")
  void takesNoObjectForAName() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("42[{\"toString\":\"foo\"}]");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  @DisplayName("CVE-2024-38355: an event called error")
  void takesAnEventCalledErrorForAnEvent() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("42[\"error\",\"x\"]");
      client.send("421[\"quiet\"]");
      assertEquals("431[]", client.text());
    }
  }

  @Test
  @DisplayName("CVE-2024-37890: more headers than anybody counts")
  void refusesMoreHeadersThanFit() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      StringBuilder many = new StringBuilder(RawClient.upgradeHeaders());
      for (int i = 0; i < 500; i++) {
        many.append("a").append(i).append(": b\r\n");
      }
      client.upgrade(V4, many.toString());
    }
    try (RawClient client = RawClient.connect(server.port())) {
      String tooMany = "x: y\r\n".repeat(20_000);
      client.write(
          ("GET " + V4 + " HTTP/1.1\r\nHost: x\r\n" + tooMany + "\r\n").getBytes(ISO_8859_1));
      assertEquals(-1, drain(client));
    } catch (SocketException closedMeanwhile) {
      // It may be closed before all is sent.
    }
  }

  @Test
  @DisplayName("CVE-2026-33151: attachments without end")
  void limitsAttachments() throws Exception {
    for (String count : List.of("11", "999999999999", "0", "")) {
      try (RawClient client = RawClient.connected(server.port())) {
        client.send("45" + count + "-[\"say\"]");
        assertEquals(1005, client.closeStatus(), count);
      }
    }
  }

  @Test
  @DisplayName("CVE-2026-69185: a binary event without attachments, and then some")
  void takesNoAttachmentsThatNobodyAnnounced() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("450-[\"say\"]");
      client.frame(0x82, new byte[10]);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  @DisplayName("CVE-2026-59725: bytes by POST from a client that has none to send")
  void answersAPostOfBytes() throws Exception {
    try (PollingClient session = PollingClient.connected(server.port())) {
      assertEquals(400, session.post("application/octet-stream", new byte[10]).status());
      assertEquals(400, session.request("GET", session.uri()).status());
    }
  }

  @Test
  @DisplayName("CVE-2026-48779: a message of endless tiny frames")
  void limitsFragments() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.frame(0x01, new byte[] {'4'});
      for (int i = 0; i < 200; i++) {
        client.frame(0x00, new byte[0]);
      }
      assertEquals(1008, client.closeStatus());
    } catch (SocketException closedMeanwhile) {
      // It may be closed before all is sent.
    }
  }

  @Test
  @DisplayName("CVE-2026-48802: pongs that nobody asked for")
  void startsNothingForAPong() throws Exception {
    int threads = Thread.activeCount();
    try (RawClient client = RawClient.connected(server.port())) {
      for (int i = 0; i < 3000; i++) {
        client.send("3");
      }
      client.send("421[\"quiet\"]");
      assertEquals("431[]", client.text());
    }
    assertTrue(Thread.activeCount() <= threads + 5, "threads: " + Thread.activeCount());
  }

  @Test
  @DisplayName(
      "CVE-2026-48804, GHSA-55mf-67qm-4wpg: attachments of packets that are never complete")
  void holdsNoMoreOfAttachmentsThanOfAMessageAndNotForLong() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("4510-[\"say\"]");
      client.frame(0x82, new byte[MAX_PAYLOAD / 2]);
      client.frame(0x82, new byte[MAX_PAYLOAD / 2 + 1]);
      assertEquals(1005, client.closeStatus(), "more than a message may have");
    }
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RawClient client = RawClient.connected(server.port());
      client.send("4510-[\"say\"]");
      client.frame(0x82, new byte[MAX_PAYLOAD - 1000]);
      clients.add(client);
    }
    for (RawClient client : clients) {
      assertEquals(1008, client.closeStatus());
      client.close();
    }
  }

  @Test
  void letsNobodyJoinNamespacesWithoutEnd() throws Exception {
    long before = closed(CloseReason.TOO_MANY_NAMESPACES);
    try (RawClient client = RawClient.connected(server.port())) {
      for (int i = 0; i < 2000; i++) {
        client.send("40/dyn-" + i + ",");
      }
      assertEquals(1008, client.closeStatus());
    } catch (SocketException closedMeanwhile) {
      // It may be closed before all is sent.
    }
    await().until(() -> closed(CloseReason.TOO_MANY_NAMESPACES) == before + 1);
  }

  @Test
  void closesWhoSendsWithoutPause() throws Exception {
    long before = closed(CloseReason.TOO_MANY_PACKETS);
    try (RawClient client = RawClient.connected(server.port())) {
      byte[] packet = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, '3'};
      byte[] many = new byte[packet.length * 1000];
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(packet, 0, many, i * packet.length, packet.length);
      }
      for (int i = 0; i < 100 && closed(CloseReason.TOO_MANY_PACKETS) == before; i++) {
        client.write(many);
      }
    } catch (SocketException closedMeanwhile) {
      // Which is what is wanted.
    }
    await().until(() -> closed(CloseReason.TOO_MANY_PACKETS) == before + 1);
  }

  @Test
  void closesAClientThatConnectsTwiceAtOnce() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V4)) {
      byte[] twice = new byte[16];
      for (int i = 0; i < 2; i++) {
        byte[] frame = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};
        System.arraycopy(frame, 0, twice, i * 8, 8);
      }
      client.write(twice);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void survivesPollsThatAreGivenUpAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (PollingClient session = PollingClient.connected(server.port())) {
        session.poll();
        session.abort();
      }
    }
    await().until(() -> server.gateway().connections().size() <= 1);
  }

  @Test
  void stopsAtTheFirstOfAMillionEmptyPackets() throws Exception {
    try (PollingClient session = PollingClient.connected(server.port())) {
      assertEquals(200, session.post("\u001e".repeat(MAX_PAYLOAD)).status());
      assertEquals(400, session.request("GET", session.uri()).status());
    }
  }

  @Test
  void readsNoJsonThatIsNestedWithoutEnd() throws Exception {
    try (PollingClient session = PollingClient.connected(server.port())) {
      session.post("42[\"say\"," + "[".repeat(MAX_PAYLOAD - 20));
      assertEquals(400, session.request("GET", session.uri()).status());
    }
    try (PollingClient session = PollingClient.open(server.port())) {
      session.post("40" + "{\"a\":".repeat(100_000));
      assertEquals(400, session.request("GET", session.uri()).status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\ud800\"", "{\"__proto__\":{\"x\":1}}", "\"\\u0000\\u2028\"", "1e400", "\"\""})
  void passesOddDataOnAsItIs(String data) throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      client.send("42[\"say\"," + data + "]");
      assertEquals("42[\"said\"," + data + "]", bystander.text());
    }
  }

  private static long closed(CloseReason reason) {
    return server.gateway().transportCounters().closed(reason);
  }

  private static void endSession(String opened) throws IOException {
    String sid = opened.replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
    try (RawClient client = RawClient.connect(server.port())) {
      client.sendRequest(
          "POST",
          "/socket.io/?EIO=4&transport=polling&sid=" + sid,
          "Content-Length: 1\r\n",
          "1".getBytes(UTF_8));
      client.readResponse(true);
    }
  }

  /** Reads until the server closes, whatever it says before. */
  private static int drain(RawClient client) throws IOException {
    try {
      int read = client.socket().getInputStream().read();
      while (read >= 0) {
        read = client.socket().getInputStream().read();
      }
      return read;
    } catch (SocketException reset) {
      return -1;
    }
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
