package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketEncoderTest {

  @Test
  void writesEachPacketAsServersDo() {
    assertEquals("40{\"sid\":\"abc\"}", SocketEncoder.connect("/", "abc").text());
    assertEquals("40/chat,{\"sid\":\"abc\"}", SocketEncoder.connect("/chat", "abc").text());
    assertEquals("40", SocketEncoder.connectLegacy("/").text());
    assertEquals("41", SocketEncoder.disconnect("/").text());
    assertEquals("41/chat,", SocketEncoder.disconnect("/chat").text());
    assertEquals("437[]", SocketEncoder.ack("/", 7, JsonPayload.NO_ARGUMENTS).text());
    assertEquals(
        "42[\"a\",1]", SocketEncoder.event("/", Event.of("a", "1"), Packet.NO_ACK, false).text());
    assertEquals("4212[\"a\"]", SocketEncoder.event("/", Event.of("a"), 12, false).text());
    assertEquals(
        "42/chat,12[\"a\"]", SocketEncoder.event("/chat", Event.of("a"), 12, false).text());
  }

  @Test
  void reportsWhyAClientIsRefused() {
    assertEquals(
        "44/chat,{\"message\":\"no\",\"data\":{\"a\":1}}",
        SocketEncoder.connectError("/chat", "no", "{\"a\":1}").text());
    assertEquals("44\"no\"", SocketEncoder.connectErrorLegacy("/", "no", "").text());
    assertEquals("44{\"a\":1}", SocketEncoder.connectErrorLegacy("/", "no", "{\"a\":1}").text());
  }

  @Test
  void answersWithAttachments() {
    JsonPayload answer =
        new JsonPayload("[{\"_placeholder\":true,\"num\":0}]", List.of(new byte[] {1, 2}));
    assertEquals(
        "461-/chat,7[{\"_placeholder\":true,\"num\":0}]",
        SocketEncoder.ack("/chat", 7, answer).text());
  }

  @Test
  void announcesAttachments() {
    Event event =
        new Event("a", ",{\"_placeholder\":true,\"num\":0}", List.of(new byte[] {1, 2, 3}));
    EncodedPacket encodedPacket = SocketEncoder.event("/", event, Packet.NO_ACK, true);
    assertEquals("451-[\"a\",{\"_placeholder\":true,\"num\":0}]", encodedPacket.text());
    assertEquals(encodedPacket.text().length() + 3, encodedPacket.bytes());
    assertTrue(encodedPacket.isVolatile());
  }

  @Test
  void countsBytesNotCharacters() {
    assertEquals(9, EncodedPacket.text("42€😀").bytes());
  }
}
