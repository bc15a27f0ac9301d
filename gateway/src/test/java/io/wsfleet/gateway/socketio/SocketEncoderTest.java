package io.wsfleet.gateway.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SocketEncoderTest {

  @Test
  void writesEachPacketAsServersDo() {
    assertEquals("40{\"sid\":\"abc\"}", SocketEncoder.connected("abc").text());
    assertEquals("40", SocketEncoder.connectedLegacy().text());
    assertEquals("41", SocketEncoder.disconnected().text());
    assertEquals("437[]", SocketEncoder.ack(7, "[]").text());
    assertEquals("42[\"a\",1]", SocketEncoder.event(Event.of("a", "1"), false).text());
    assertEquals("4212[\"a\"]", SocketEncoder.event(Event.of("a"), 12, false).text());
  }

  @Test
  void announcesAttachments() {
    Event event =
        new Event("a", ",{\"_placeholder\":true,\"num\":0}", List.of(new byte[] {1, 2, 3}));
    Frame frame = SocketEncoder.event(event, true);
    assertEquals("451-[\"a\",{\"_placeholder\":true,\"num\":0}]", frame.text());
    assertEquals(frame.text().length() + 3, frame.bytes());
    assertTrue(frame.droppable());
  }

  @Test
  void countsBytesNotCharacters() {
    assertEquals(9, Frame.text("42€😀").bytes());
  }
}
