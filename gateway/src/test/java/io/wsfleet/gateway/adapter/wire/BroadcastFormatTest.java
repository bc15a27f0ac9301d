package io.wsfleet.gateway.adapter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class BroadcastFormatTest {
  /** What an emitter of Socket.IO was seen to send. */
  private static final String FROM_EMITTER =
      "93a7656d697474657283a47479706502a46461746192a16501a36e7370a12f83a5726f6f6d7391a5726f6f6d31"
          + "a5666c61677380a665786365707490";

  private final BroadcastFormat format = new BroadcastFormat(new JsonText(100), 100);

  @Test
  void decodesABroadcastOfAnEmitter() throws IOException {
    BroadcastFormat.ReceivedBroadcast receivedBroadcast = decode(FROM_EMITTER);
    assertEquals("emitter", receivedBroadcast.sender());
    assertEquals(
        new Broadcast(Event.of("e", "1"), Audience.room("/", "room1"), false),
        receivedBroadcast.broadcast());
  }

  @Test
  void decodesWhatItEncodes() throws IOException {
    Broadcast broadcast =
        new Broadcast(
            Event.of("e", "1.5", "\"\\ud800€😀\"", "{\"a\":[true,null]}", "-3", "1099511627776"),
            new Audience("/", Set.of("r1", "r#2"), Set.of("x")),
            true);
    BroadcastFormat.ReceivedBroadcast receivedBroadcast =
        format.decode(format.encode("uid123", broadcast));
    assertNotNull(receivedBroadcast);
    assertEquals("uid123", receivedBroadcast.sender());
    assertEquals(broadcast, receivedBroadcast.broadcast());
  }

  @Test
  void keepsBinaryDataInPlace() throws IOException {
    Event event =
        new Event("e", ",{\"a\":{\"_placeholder\":true,\"num\":0}}", List.of(new byte[] {1, 2}));
    byte[] message = format.encode("uid123", new Broadcast(event, Audience.all("/"), false));
    assertTrue(HexFormat.of().formatHex(message).contains("81a161c4020102"), "bin in the map");
    BroadcastFormat.ReceivedBroadcast receivedBroadcast = format.decode(message);
    assertNotNull(receivedBroadcast);
    Event read = receivedBroadcast.broadcast().event();
    assertEquals(event.tail(), read.tail());
    assertArrayEquals(new byte[] {1, 2}, read.attachments().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cf0000010000000000                     | 1099511627776",
        "cfffffffffffffffff                     | 18446744073709551615",
        "cb3ff8000000000000                     | 1.5",
        "ca3fc00000                             | 1.5",
        "cb4014000000000000                     | 5",
        "cb7ff8000000000000                     | null",
        "cb7ff0000000000000                     | null",
        "c0                                     | null",
        "d40000                                 | null",
        "d6ff00000000                           | \"1970-01-01T00:00:00.000Z\"",
        "d7ff0000000100000000                   | \"2106-02-07T06:28:16.000Z\"",
        "d3ffffffffffffff80                     | -128",
        "c3                                     | true",
        "8101a161                               | {\"1\":\"a\"}"
      })
  void writesWhatJavaScriptWould(String value, String json) throws IOException {
    BroadcastFormat.ReceivedBroadcast receivedBroadcast = decode(message("92a165" + value));
    assertEquals("," + json, receivedBroadcast.broadcast().event().tail());
  }

  @Test
  void acceptsNumericRoomsAndMissingOptions() throws IOException {
    String head = "93a1758" + "2a47479706502a464617461" + "91a165";
    assertEquals(Set.of("7"), audience(head + "81a5726f6f6d739107").rooms());
    assertEquals(Audience.all("/"), audience(head + "80"));
    assertEquals(Audience.all("/"), audience(head + "c0"));
    assertEquals(Audience.all("/"), audience(head + "82a5726f6f6d73c0a6657863657074c0"));
  }

  @Test
  void acceptsBinaryEventsOfOlderServers() throws IOException {
    assertEquals("e", decode("92a17582a47479706505a46461746191a165").broadcast().event().name());
  }

  @Test
  void decodesTheNamespace() throws IOException {
    BroadcastFormat.ReceivedBroadcast receivedBroadcast =
        decode("92a17583a47479706502a46461746191a165a36e7370a52f63686174");
    assertEquals(Audience.all("/chat"), receivedBroadcast.broadcast().audience());
  }

  @Test
  void ignoresOtherPackets() throws IOException {
    assertNull(format.decode(hex("92a17582a47479706503a46461746191a165")), "an ack");
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "90",
    "c0",
    "93",
    "91a175",
    "92a17580ff",
    "92a17582a47479706502a4646174619101ff",
    "92a17582a47479706502a46461746190",
    "92a17582a47479706502a46461746191c0",
    "92a17582a47479706502a464617461dfffffffff",
    "92a17582a47479706502a464617461ddffffffff",
    "92a17582a47479706502a464617461dbffffffff",
    "92a17582a47479706502a46461746192a165c67fffffff",
    "92a17582a47479706502a46461746192a165d40900",
    "92a17582a47479706502a46461746192a165c70cff000000007fffffffffffffff",
    "7b7d"
  })
  void refusesWhatIsMalformedWithoutMakingRoomForIt(String hex) {
    assertThrows(IOException.class, () -> format.decode(hex(hex)));
  }

  @Test
  void rejectsDeepNesting() {
    String deep = message("92a165" + "91".repeat(200) + "c0");
    assertThrows(IOException.class, () -> format.decode(hex(deep)));
  }

  @Test
  void rejectsMalformedBytes() {
    Random random = new Random(7);
    byte[] good = hex(FROM_EMITTER);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bad = good.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        format.decode(bad);
      } catch (IOException malformed) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "only " + refused + " were refused");
  }

  @Test
  void rejectsInvalidJson() {
    Event event = new Event("e", ",{", List.of());
    assertThrows(
        IOException.class,
        () -> format.encode("u", new Broadcast(event, Audience.all("/"), false)));
  }

  @Test
  void namesTheChannelOfARoomLikeServers() {
    assertEquals("socket.io#/#a b#c#", new Channels("/").room("a b#c"));
  }

  @Test
  void encodesNoFlagsByDefault() throws IOException {
    byte[] message = format.encode("u", new Broadcast(Event.of("e"), Audience.all("/"), false));
    String hex = HexFormat.of().formatHex(message);
    assertTrue(hex.endsWith("a5666c61677380"), hex);
    assertFalse(hex.contains(HexFormat.of().formatHex("volatile".getBytes())));
  }

  private Audience audience(String hex) throws IOException {
    return decode(hex).broadcast().audience();
  }

  private BroadcastFormat.ReceivedBroadcast decode(String hex) throws IOException {
    BroadcastFormat.ReceivedBroadcast receivedBroadcast = format.decode(hex(hex));
    assertNotNull(receivedBroadcast);
    return receivedBroadcast;
  }

  /** A broadcast of this data to everyone, by "u". */
  private static String message(String data) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(3).packString("u");
      packer.packMapHeader(2).packString("type").packInt(2).packString("data");
      return HexFormat.of().formatHex(packer.toByteArray()) + data + "80";
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
