package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.testing.RawClient.V4;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known attacks on other servers of these protocols, over HTTP, named after their advisories,
 * against one gateway. After each, another client is unaffected and nothing unexpected is logged;
 * at the end the memory is as at the start.
 */
class HttpAttacksTest {
  private static final int MAX_PAYLOAD = 1_000_000;
  @RegisterExtension static final AttackedGateway attacked = new AttackedGateway();

  @Test
  @DisplayName("CVE-2020-28481: answers readable by every page")
  void letsNoPageReadAnswersUnlessConfigured() throws Exception {
    try (RawClient client = RawClient.connect(attacked.server().port())) {
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
    try (PollingClient session = PollingClient.connected(attacked.server().port())) {
      try (RawClient client = RawClient.connect(attacked.server().port())) {
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
    try (RawClient client = RawClient.connected(attacked.server().port())) {
      client.send(start + "9".repeat(MAX_PAYLOAD - 10) + "-");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  @DisplayName("CVE-2021-32640: a subprotocol of spaces")
  void readsALongSubprotocol() throws Exception {
    try (RawClient client = RawClient.connect(attacked.server().port())) {
      client.upgrade(V4, "Sec-WebSocket-Protocol: b" + " ".repeat(7000) + "x\r\n");
      assertTrue(client.text().startsWith("0{"));
    }
  }

  @ParameterizedTest
  @DisplayName("CVE-2022-41940: an upgrade elsewhere, or to something else, and then a reset")
  @ValueSource(strings = {"/elsewhere", "/socket.io/?EIO=4&transport=websocket", "/"})
  void survivesResetsOfUpgrades(String uri) throws Exception {
    for (String upgrade : List.of("h2c", "websocket", "x")) {
      RawClient client = RawClient.connect(attacked.server().port());
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
      try (RawClient client = RawClient.connect(attacked.server().port())) {
        String answer = client.request("GET", "/socket.io/?EIO=4&transport=" + transport, headers);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("Transport unknown"), answer);
      }
    }
  }

  @Test
  @DisplayName("CVE-2024-37890: more headers than anybody counts")
  void refusesMoreHeadersThanFit() throws Exception {
    try (RawClient client = RawClient.connect(attacked.server().port())) {
      StringBuilder many = new StringBuilder(RawClient.upgradeHeaders());
      for (int i = 0; i < 500; i++) {
        many.append("a").append(i).append(": b\r\n");
      }
      client.upgrade(V4, many.toString());
    }
    try (RawClient client = RawClient.connect(attacked.server().port())) {
      String tooMany = "x: y\r\n".repeat(20_000);
      client.write(
          ("GET " + V4 + " HTTP/1.1\r\nHost: x\r\n" + tooMany + "\r\n").getBytes(ISO_8859_1));
      assertEquals(-1, drain(client));
    } catch (SocketException closedMeanwhile) {
      // It may be closed before all is sent.
    }
  }

  @Test
  @DisplayName("CVE-2026-59725: bytes by POST from a client that has none to send")
  void answersAPostOfBytes() throws Exception {
    try (PollingClient session = PollingClient.connected(attacked.server().port())) {
      assertEquals(400, session.post("application/octet-stream", new byte[10]).status());
      assertEquals(400, session.request("GET", session.uri()).status());
    }
  }

  @Test
  void survivesPollsThatAreGivenUpAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (PollingClient session = PollingClient.connected(attacked.server().port())) {
        session.poll();
        session.abort();
      }
    }
    await().until(() -> attacked.server().gateway().connections().size() <= 1);
  }

  @Test
  void stopsAtTheFirstOfAMillionEmptyPackets() throws Exception {
    try (PollingClient session = PollingClient.connected(attacked.server().port())) {
      assertEquals(200, session.post("\u001e".repeat(MAX_PAYLOAD)).status());
      assertEquals(400, session.request("GET", session.uri()).status());
    }
  }

  private static void endSession(String opened) throws IOException {
    String sid = opened.replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
    try (RawClient client = RawClient.connect(attacked.server().port())) {
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
}
