package io.wsfleet.gateway.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of plain clients, as the Autobahn suite sends them. */
class PlainEndpointTest {
  private static final String PROTOCOL = "Sec-WebSocket-Protocol: wsfleet.v1\r\n";
  private static final String PONG = "{\"type\":\"pong\"}";
  private static final byte[] PING = "{\"type\":\"ping\"}".getBytes(UTF_8);

  private GatewayServer gateway;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    gateway =
        GatewayServer.start(
            "WSFLEET_PLAIN_ENABLED",
            "true",
            "WSFLEET_PLAIN_ROOMS",
            "lobby",
            "WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES",
            "2000",
            "WSFLEET_LIMITS_BYTES_PER_SECOND",
            "1000");
    client = RawClient.connect(gateway.port());
    client.upgrade("/ws", PROTOCOL);
    assertTrue(client.text().startsWith("{\"type\":\"welcome\""));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    gateway.close();
  }

  @Test
  void readsAMessageWhoseFirstFragmentIsEmpty() throws Exception {
    client.frame(0x01, new byte[0]);
    client.frame(0x00, PING);
    client.frame(0x80, new byte[0]);
    assertEquals(PONG, client.text());
    client.send(new String(PING, UTF_8));
    assertEquals(PONG, client.text());
  }

  @Test
  void answersAPingBetweenFragments() throws Exception {
    client.frame(0x01, PING);
    client.frame(0x89, new byte[] {7});
    client.frame(0x80, new byte[0]);
    RawClient.Frame pong = client.read();
    assertEquals(0xA, pong.opcode());
    assertEquals(PONG, client.text());
  }

  @ParameterizedTest
  @CsvSource({
    "0x83, 1002",
    "0xC1, 1002",
    "0xA1, 1002",
    "0x91, 1002",
    "0x80, 1002",
    "0x09, 1002",
    "0x82, 1003"
  })
  void closesAtAFrameThatIsNotAllowed(String first, int status) throws Exception {
    client.frame(Integer.decode(first), PING);
    assertClosedWith(status);
  }

  @Test
  void closesAtAMessageThatIsTooLarge() throws Exception {
    client.frame(0x81, new byte[2001]);
    assertClosedWith(1009);
  }

  @Test
  void closesAtFragmentsThatAreTooLargeTogether() throws Exception {
    client.frame(0x01, "x".repeat(1500).getBytes(UTF_8));
    client.frame(0x80, "x".repeat(1500).getBytes(UTF_8));
    assertClosedWith(1009);
  }

  @Test
  void closesAtTextThatIsNotUtf8() throws Exception {
    client.frame(0x81, new byte[] {(byte) 0xce, (byte) 0xed, (byte) 0xa0, (byte) 0x80});
    assertClosedWith(1007);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
  void refusesACloseCodeThatMustNotBeSent(int status) throws Exception {
    client.frame(0x88, new byte[] {(byte) (status >> 8), (byte) status});
    assertClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1007, 1011, 3000, 4999})
  void answersACloseFrameWithItsCode(int status) throws Exception {
    client.frame(0x88, new byte[] {(byte) (status >> 8), (byte) status});
    assertClosedWith(status);
    await().until(() -> gateway.gateway().plain().size() == 0);
  }

  /**
   * Each of these characters has three bytes: 2,400 are within the burst of 5,000, as bytes not.
   */
  @Test
  void limitsBytesAndNotCharacters() throws Exception {
    String text = "{\"type\":\"ping\",\"x\":\"" + "\u20ac".repeat(600) + "\"}";
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < 4; i++) {
      byte[] utf8 = text.getBytes(UTF_8);
      frames.writeBytes(RawClient.header(0x81, utf8.length));
      frames.writeBytes(utf8);
    }
    client.write(frames.toByteArray());
    RawClient.Frame frame = client.read();
    while (frame.opcode() == 1) {
      frame = client.read();
    }
    assertEquals(8, frame.opcode());
    assertEquals(1008, frame.status());
  }

  @Test
  void refusesARequestThatIsNoUpgrade() throws Exception {
    for (String headers : List.of("", "Upgrade: h2c\r\nConnection: Upgrade\r\n")) {
      try (RawClient other = RawClient.connect(gateway.port())) {
        String response = other.request("GET", "/ws", headers);
        assertTrue(response.startsWith("HTTP/1.1 426 "), response);
      }
    }
    try (RawClient other = RawClient.connect(gateway.port())) {
      String response = other.request("GET", "/ws", RawClient.upgradeHeaders());
      assertTrue(response.startsWith("HTTP/1.1 400 "), response);
      assertTrue(response.endsWith("the subprotocol must be wsfleet.v1"), response);
    }
  }

  private void assertClosedWith(int status) throws Exception {
    RawClient.Frame close = client.read();
    assertEquals(8, close.opcode());
    assertEquals(status, close.status());
  }
}
