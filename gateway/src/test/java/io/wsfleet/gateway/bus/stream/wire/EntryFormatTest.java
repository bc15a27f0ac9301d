package io.wsfleet.gateway.bus.stream.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntryFormatTest {
  private static final Audience SOME =
      new Audience("/chat", Set.of("a", "r\u00e4um\ud800"), Set.of("b"));

  @Test
  void encodesAndDecodesEveryMessage() throws Exception {
    for (BusMessage message :
        List.of(
            new Broadcast(Event.of("e\ud800", "1", "{\"a\":[]}"), SOME, true),
            new BusMessage.Join(SOME, Set.of("x", "y")),
            new BusMessage.Leave(SOME, Set.of()),
            new BusMessage.Disconnect(SOME, true),
            new BusMessage.ServerEvent("/", Event.of("ping")),
            new BusMessage.Recovered("/", "socket", 7),
            new BusMessage.Heartbeat("gateway-1"))) {
      assertEquals(message, EntryFormat.decode(EntryFormat.encode(message)));
    }
    byte[] attachment = {0, -1, 10, 13};
    Event binary = new Event("b", ",{\"_placeholder\":true,\"num\":0}", List.of(attachment));
    Broadcast back =
        (Broadcast) EntryFormat.decode(EntryFormat.encode(new Broadcast(binary, SOME, false)));
    assertArrayEquals(attachment, back.event().attachments().get(0));
  }

  @Test
  void rejectsMalformedBytes() {
    byte[] good = EntryFormat.encode(new Broadcast(Event.of("e", "1"), SOME, false));
    Random random = new Random(1);
    int rejected = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bad = good.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        EntryFormat.decode(bad);
      } catch (IOException expected) {
        rejected++;
      }
    }
    assertTrue(rejected > 1000, rejected + " of 10,000 were rejected");
  }

  @Test
  void rejectsEntriesOfUnknownVersions() throws Exception {
    StreamId here = new StreamId(1, 5);
    assertEquals(
        new Entry.TermStart(here, new StreamId(0, 9)),
        EntryFormat.read(here, Map.of("prev", ascii("0-9"))));
    assertThrows(IOException.class, () -> EntryFormat.read(here, Map.of("2", ascii("x"))));
    assertThrows(IOException.class, () -> EntryFormat.read(here, Map.of("prev", ascii("x"))));
    assertThrows(
        IOException.class,
        () -> EntryFormat.read(here, Map.of("1", new byte[0], "p", ascii("p"), "n", ascii("n"))));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
