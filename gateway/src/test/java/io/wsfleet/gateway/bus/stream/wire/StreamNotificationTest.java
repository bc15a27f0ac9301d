package io.wsfleet.gateway.bus.stream.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class StreamNotificationTest {
  @Test
  void rejectsMalformedNotifications() throws Exception {
    byte[] good = notification("h", "1", "5", "p", "7", EntryFormat.encode(message()));
    StreamId here = new StreamId(1, 5);
    assertEquals(
        new StreamNotification("h", List.of(new Entry.Message(here, "p", 7, message()))),
        StreamNotification.read(good));
    assertEquals(here, StreamNotification.read(good).last());
    assertThrows(
        IOException.class, () -> StreamNotification.read(notification("h", "1", "5", "p")));
    assertThrows(
        IOException.class,
        () -> StreamNotification.read(notification("h", "x", "5", "p", "7", new byte[3])));
    StreamNotification unreadable =
        StreamNotification.read(notification("h", "1", "5", "p", "7", new byte[3]));
    assertTrue(unreadable.entries().get(0) instanceof Entry.Unreadable);
    Random random = new Random(2);
    int rejected = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(8)] = (byte) random.nextInt();
      try {
        StreamNotification.read(bad);
      } catch (IOException expected) {
        rejected++;
      }
    }
    assertTrue(rejected > 1000, rejected + " of 10,000 were rejected");
  }

  private static byte[] notification(Object... parts) throws IOException {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packArrayHeader(parts.length);
      for (Object part : parts) {
        byte[] raw = part instanceof byte[] bytes ? bytes : ascii((String) part);
        out.packRawStringHeader(raw.length).addPayload(raw);
      }
      return out.toByteArray();
    }
  }

  private static BusMessage message() {
    return new Broadcast(Event.of("e"), Audience.all("/"), false);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
