package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.testing.RawClient.V3;
import static io.wsfleet.testing.RawClient.V4;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.testing.RawClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that violate the protocol. After each test another client is unaffected. */
class ProtocolViolationTest {
  @RegisterExtension final LimitedGateway limited = new LimitedGateway();

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
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.send(message);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void closesAClientThatSendsBeforeConnect() throws Exception {
    try (RawClient client = RawClient.open(limited.server().port(), V4)) {
      client.send("42[\"say\"]");
      assertEquals(1005, client.closeStatus());
    }
  }

  /** A first byte, whether the frame is masked, its payload, and the status of the close frame. */
  @ParameterizedTest
  @CsvSource({
    "81, true, FF, 1007",
    "83, true, 00, 1002",
    "C1, true, 00, 1002",
    "81, false, 32, 1002",
    "89, true, 126, 1002",
    "82, true, 200000000, 1009"
  })
  void endsTheConnectionBehindTheCloseFrameAfterAnErrorOfTheWebSocket(
      String first, boolean masked, String payload, int status) throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      int length = payload.length() > 2 ? Integer.parseInt(payload) : 1;
      byte[] bytes = new byte[1];
      bytes[0] = length == 1 ? (byte) Integer.parseInt(payload, 16) : 0;
      int head = Integer.parseInt(first, 16);
      if (masked) {
        client.write(RawClient.header(head, length));
        client.write(length == 1 ? bytes : new byte[0]);
      } else {
        client.write(new byte[] {(byte) head, 1, bytes[0]});
      }
      assertEquals(status, client.closeStatus());
      // Without it, a client that waits for the server waits for five seconds.
      client.awaitEndOfStream(Duration.ofSeconds(2));
    }
  }

  @Test
  void closesALegacyClientThatConnectsTwice() throws Exception {
    try (RawClient client = RawClient.open(limited.server().port(), V3)) {
      client.text();
      client.send("40");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void closesAnEmptyMessage() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.send("");
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void closesTextWhileAttachmentsAreToComeAndAttachmentsThatNobodyAnnounced() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.send("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");
      client.send("42[\"b\"]");
      assertEquals(1005, client.closeStatus());
    }
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.frame(0x82, new byte[10]);
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void survivesJsonThatIsNestedAMillionTimes() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.send("42[\"say\"," + "[".repeat(1_000_000));
      assertEquals(1005, client.closeStatus());
    }
    try (RawClient client = RawClient.open(limited.server().port(), V4)) {
      client.send("40" + "{\"a\":".repeat(300_000));
      assertEquals(1005, client.closeStatus());
    }
  }

  @Test
  void keepsAClientThatSendsStrangeButAllowedThings() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
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
    assertTrue(limited.bystander().text().startsWith("42[\"said\",\"999"));
  }

  @Test
  void closesTextThatIsNotUtf8() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.frame(0x81, new byte[] {'4', '2', (byte) 0xc3, 0x28});
      assertEquals(1007, client.closeStatus());
    }
  }

  @Test
  void closesAMessageThatIsTooBig() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.frame(0x81, new byte[2_000_001]);
      assertEquals(1009, client.closeStatus());
    }
    await().until(() -> closed(CloseReason.MESSAGE_TOO_BIG) == 1);
  }

  @Test
  void closesAMessageThatIsTooBigInPieces() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.frame(0x01, new byte[1_500_000]);
      client.frame(0x80, new byte[1_500_000]);
      assertEquals(1009, client.closeStatus());
    }
  }

  @Test
  void closesAMessageInTooManyPieces() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.frame(0x01, new byte[] {'4'});
      for (int i = 0; i < 100; i++) {
        client.frame(0x00, new byte[] {'2'});
      }
      assertEquals(1008, client.closeStatus());
    }
  }

  @ParameterizedTest
  @CsvSource({"0xC1", "0xA1", "0x91", "0x83", "0x8B"})
  void closesFramesThatTheWebsocketProtocolDoesNotKnow(String first) throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.frame(Integer.decode(first), new byte[] {'4', '2'});
      client.closeStatus();
    }
    await().until(() -> limited.server().gateway().connections().size() == 1);
  }

  @Test
  void survivesAFrameWithReservedBitsInTheSegmentOfTheHandshake() throws Exception {
    try (RawClient client = RawClient.connect(limited.server().port())) {
      client.write(
          ("GET "
                  + V4
                  + " HTTP/1.1\r\nHost: x\r\n"
                  + RawClient.upgradeHeaders()
                  + "\r\n\u00f1\u0080")
              .getBytes(ISO_8859_1));
    }
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.send("421[\"quiet\"]");
      assertEquals("431[]", client.text());
    }
  }

  @Test
  void survivesALongSubprotocolHeader() throws Exception {
    try (RawClient client = RawClient.connect(limited.server().port())) {
      client.upgrade(V4, "Sec-WebSocket-Protocol: b" + " ".repeat(5000) + "x\r\n");
      assertTrue(client.text().startsWith("0{"));
    }
  }

  @Test
  void ignoresWhatIsSentAfterItHasClosed() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
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
    return limited.server().gateway().transportCounters().closed(reason);
  }
}
