package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.testing.RawClient.V4;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.testing.RawClient;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known attacks on other servers of these protocols, over a WebSocket, named after their
 * advisories, against one gateway. After each, another client is unaffected and nothing unexpected
 * is logged; at the end the memory is as at the start.
 *
 * <p>Not here: CVE-2026-45736 (uninitialised memory), which has no counterpart in Java.
 */
class WebSocketAttacksTest {
  private static final int MAX_PAYLOAD = 1_000_000;
  @RegisterExtension static final AttackedGateway attacked = new AttackedGateway();

  @ParameterizedTest
  @DisplayName("CVE-2022-21676: reserved bits, in the segment of the handshake")
  @ValueSource(ints = {0xa1, 0x91, 0xb1, 0xf1, 0xc2})
  void closesOnReservedBits(int first) throws Exception {
    try (RawClient client = RawClient.connect(attacked.server().port())) {
      String frame = (char) first + "\u0080\u0000\u0000\u0000\u0000";
      String answer = client.request("GET", V4, RawClient.upgradeHeaders(), frame);
      assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
      assertEquals(1002, client.closeStatus());
    }
  }

  @Test
  void readsFramesInTheSegmentOfTheHandshake() throws Exception {
    try (RawClient client = RawClient.connect(attacked.server().port())) {
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
    try (RawClient client = RawClient.connected(attacked.server().port())) {
      client.send("451-[\"say\",{\"_placeholder\":true,\"num\":" + num + "}]");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  @DisplayName("CVE-2023-32695: an event whose name is an object")
  void takesNoObjectForAName() throws Exception {
    try (RawClient client = RawClient.connected(attacked.server().port())) {
      client.send("42[{\"toString\":\"foo\"}]");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  @DisplayName("CVE-2024-38355: an event called error")
  void takesAnEventCalledErrorForAnEvent() throws Exception {
    try (RawClient client = RawClient.connected(attacked.server().port())) {
      client.send("42[\"error\",\"x\"]");
      client.send("421[\"quiet\"]");
      assertEquals("431[]", client.text());
    }
  }

  @Test
  @DisplayName("CVE-2026-33151: attachments without end")
  void limitsAttachments() throws Exception {
    for (String count : List.of("11", "999999999999", "0", "")) {
      try (RawClient client = RawClient.connected(attacked.server().port())) {
        client.send("45" + count + "-[\"say\"]");
        assertEquals(1005, client.closeStatus(), count);
      }
    }
  }

  @Test
  @DisplayName("CVE-2026-69185: a binary event without attachments, and then some")
  void takesNoAttachmentsThatNobodyAnnounced() throws Exception {
    try (RawClient client = RawClient.connected(attacked.server().port())) {
      client.send("450-[\"say\"]");
      client.frame(0x82, new byte[10]);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  @DisplayName("CVE-2026-48779: a message of endless tiny frames")
  void limitsFragments() throws Exception {
    try (RawClient client = RawClient.connected(attacked.server().port())) {
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
    try (RawClient client = RawClient.connected(attacked.server().port())) {
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
    try (RawClient client = RawClient.connected(attacked.server().port())) {
      client.send("4510-[\"say\"]");
      client.frame(0x82, new byte[MAX_PAYLOAD / 2]);
      client.frame(0x82, new byte[MAX_PAYLOAD / 2 + 1]);
      assertEquals(1005, client.closeStatus(), "more than a message may have");
    }
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RawClient client = RawClient.connected(attacked.server().port());
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
    try (RawClient client = RawClient.connected(attacked.server().port())) {
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
    try (RawClient client = RawClient.connected(attacked.server().port())) {
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
  void connectsAClientOnceThatAsksTwiceAtOnce() throws Exception {
    try (RawClient client = RawClient.open(attacked.server().port(), V4)) {
      byte[] twice = new byte[16];
      for (int i = 0; i < 2; i++) {
        byte[] frame = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};
        System.arraycopy(frame, 0, twice, i * 8, 8);
      }
      client.write(twice);
      assertTrue(client.text().startsWith("40{"));
      client.send("421[\"quiet\"]");
      String next = client.text();
      assertTrue(next.startsWith("431["), next);
    }
  }

  @Test
  void readsNoJsonThatIsNestedWithoutEnd() throws Exception {
    try (PollingClient session = PollingClient.connected(attacked.server().port())) {
      session.post("42[\"say\"," + "[".repeat(MAX_PAYLOAD - 20));
      assertEquals(400, session.request("GET", session.uri()).status());
    }
    try (PollingClient session = PollingClient.open(attacked.server().port())) {
      session.post("40" + "{\"a\":".repeat(100_000));
      assertEquals(400, session.request("GET", session.uri()).status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\ud800\"", "{\"__proto__\":{\"x\":1}}", "\"\\u0000\\u2028\"", "1e400", "\"\""})
  void passesOddDataOnAsItIs(String data) throws Exception {
    try (RawClient client = RawClient.connected(attacked.server().port())) {
      client.send("42[\"say\"," + data + "]");
      assertEquals("42[\"said\"," + data + "]", attacked.bystander().text());
    }
  }

  private static long closed(CloseReason reason) {
    return attacked.server().gateway().transportCounters().closed(reason);
  }
}
