package io.wsfleet.gateway.net.websocket.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.wsfleet.gateway.net.EventLoopQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what is read with what Netty's codec, the client of which masks, writes. */
class FrameReaderTest {
  private static final int MAX_BYTES = 200_000;
  private static final int MAX_FRAMES = 10;
  private final byte[] scratch = new byte[EventLoopQueue.SCRATCH_BYTES];
  private final FrameReader reader = reader();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsWhatNettyWritesHoweverItIsCut(int seed) {
    Random random = new Random(seed);
    List<Object> expected = new ArrayList<>();
    ByteBuf wire = Unpooled.buffer();
    for (int i = 0; i < 300; i++) {
      message(random, wire, expected);
    }
    List<Object> read = new ArrayList<>();
    while (wire.isReadable()) {
      int size =
          Math.min(wire.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 9 : 9000));
      ByteBuf piece = Unpooled.directBuffer(size).writeBytes(wire, size);
      drain(reader, piece, read);
      piece.release();
    }
    assertEquals(expected.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertSame(expected.get(i), read.get(i));
    }
    assertFalse(reader.hasPartialMessage());
  }

  @Test
  void keepsNothingOfAFrameThatIsWhole() {
    ByteBuf wire = Unpooled.buffer();
    encode(wire, new TextWebSocketFrame("42[\"a\"]"));
    assertEquals(new InboundMessage.Text("42[\"a\"]", 7), reader.next(wire, scratch));
    assertNull(reader.next(wire, scratch));
  }

  @ParameterizedTest
  @CsvSource({
    // reserved bits, unknown kinds, no mask, control frames in parts or too long
    "c1 80, PROTOCOL_ERROR",
    "a1 80, PROTOCOL_ERROR",
    "91 80, PROTOCOL_ERROR",
    "83 80, PROTOCOL_ERROR",
    "8b 80, PROTOCOL_ERROR",
    "81 01, PROTOCOL_ERROR",
    "09 80, PROTOCOL_ERROR",
    "89 fe, PROTOCOL_ERROR",
    // nothing to go on with; statuses that nobody may send; half of one
    "80 80 00000000, PROTOCOL_ERROR",
    "88 82 00000000 03ed, PROTOCOL_ERROR",
    "88 82 00000000 0000, PROTOCOL_ERROR",
    "88 81 00000000 03, PROTOCOL_ERROR",
    "88 83 00000000 03e8 ff, PROTOCOL_ERROR",
    "81 82 00000000 c328, INVALID_PAYLOAD_DATA",
    "81 83 00000000 eda080, INVALID_PAYLOAD_DATA",
    // 200,001 bytes, and lengths that Java's numbers do not have
    "81 ff 0000000000030d41 00000000, MESSAGE_TOO_BIG",
    "81 ff ffffffffffffffff 00000000, MESSAGE_TOO_BIG",
    "81 ff 7fffffffffffffff 00000000, MESSAGE_TOO_BIG",
  })
  void reportsTheSameViolationByteByByte(String hex, CloseCode code) {
    byte[] bytes = bytes(hex);
    assertEquals(
        new InboundMessage.Violation(code), reader.next(Unpooled.wrappedBuffer(bytes), scratch));
    FrameReader another = reader();
    InboundMessage last = null;
    for (int i = 0; i < bytes.length && last == null; i++) {
      last = another.next(Unpooled.wrappedBuffer(bytes, i, 1), scratch);
    }
    assertEquals(new InboundMessage.Violation(code), last);
  }

  @Test
  void readsACharacterThatWasCutBetweenTwoFrames() {
    byte[] euro = "€".getBytes(UTF_8);
    ByteBuf wire = Unpooled.buffer();
    encode(wire, new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(euro, 0, 1)));
    assertEquals(InboundMessage.NOTHING, reader.next(wire, scratch));
    assertTrue(reader.hasPartialMessage());
    encode(wire, new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(euro, 1, 2)));
    assertEquals(new InboundMessage.Text("€", 3), reader.next(wire, scratch));
  }

  @Test
  void boundsAMessageInPieces() {
    ByteBuf wire = Unpooled.buffer();
    encode(wire, new BinaryWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[MAX_BYTES])));
    encode(wire, new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[1])));
    assertEquals(InboundMessage.NOTHING, reader.next(wire, scratch));
    assertEquals(
        new InboundMessage.Violation(CloseCode.MESSAGE_TOO_BIG), reader.next(wire, scratch));

    FrameReader byFrames = reader();
    ByteBuf many = Unpooled.buffer();
    encode(many, new BinaryWebSocketFrame(false, 0, Unpooled.EMPTY_BUFFER));
    for (int i = 0; i < MAX_FRAMES; i++) {
      encode(many, new ContinuationWebSocketFrame(false, 0, Unpooled.EMPTY_BUFFER));
    }
    InboundMessage last = InboundMessage.NOTHING;
    for (int i = 0; i <= MAX_FRAMES; i++) {
      assertEquals(InboundMessage.NOTHING, last);
      last = byFrames.next(many, scratch);
    }
    assertEquals(new InboundMessage.Violation(CloseCode.POLICY_VIOLATION), last);
  }

  @Test
  void refusesAMessageWithinAnother() {
    ByteBuf wire = Unpooled.buffer();
    encode(wire, new TextWebSocketFrame(false, 0, "a"));
    encode(wire, new TextWebSocketFrame("b"));
    reader.next(wire, scratch);
    assertEquals(
        new InboundMessage.Violation(CloseCode.PROTOCOL_ERROR), reader.next(wire, scratch));
  }

  @Test
  void allocatesOnlyForReceivedBytes() {
    byte[] head = bytes("82 ff 0000000000030d40 00000000");
    Runtime runtime = Runtime.getRuntime();
    List<FrameReader> readers = new ArrayList<>();
    long before = used(runtime);
    for (int i = 0; i < 1000; i++) {
      FrameReader one = reader();
      one.next(Unpooled.wrappedBuffer(head), scratch);
      one.next(Unpooled.wrappedBuffer(new byte[100]), scratch);
      readers.add(one);
    }
    long grown = used(runtime) - before;
    assertTrue(grown < 20_000_000, "1000 times 200 kB were announced, and took " + grown);
    assertEquals(1000, readers.size());
  }

  private static void message(Random random, ByteBuf wire, List<Object> expected) {
    int length = random.nextInt(10) == 0 ? random.nextInt(70_000) : random.nextInt(200);
    switch (random.nextInt(6)) {
      case 0 -> {
        byte[] binary = randomBytes(random, length);
        encode(wire, new BinaryWebSocketFrame(Unpooled.wrappedBuffer(binary)));
        expected.add(binary);
      }
      case 1 -> {
        byte[] ping = randomBytes(random, random.nextInt(126));
        encode(wire, new PingWebSocketFrame(Unpooled.wrappedBuffer(ping)));
        expected.add(new InboundMessage.Ping(ping));
      }
      case 2 -> encode(wire, new PongWebSocketFrame());
      case 3 -> inPieces(random, wire, expected, text(random, length));
      case 4 -> {
        encode(wire, new CloseWebSocketFrame(1000, "bye €"));
        expected.add(new InboundMessage.Close(1000));
      }
      default -> {
        String text = text(random, length);
        encode(wire, new TextWebSocketFrame(text));
        expected.add(text);
      }
    }
  }

  private static void inPieces(Random random, ByteBuf wire, List<Object> expected, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int frames = 1 + random.nextInt(MAX_FRAMES);
    int from = 0;
    for (int i = 0; i < frames; i++) {
      boolean last = i == frames - 1;
      int to = last ? bytes.length : from + random.nextInt(bytes.length - from + 1);
      ByteBuf part = Unpooled.wrappedBuffer(bytes, from, to - from);
      encode(
          wire,
          i == 0
              ? new TextWebSocketFrame(last, 0, part)
              : new ContinuationWebSocketFrame(last, 0, part));
      from = to;
      if (!last && random.nextInt(4) == 0) {
        encode(wire, new PingWebSocketFrame());
        expected.add(new InboundMessage.Ping(new byte[0]));
      }
    }
    expected.add(text);
  }

  private static String text(Random random, int length) {
    String letters = random.nextBoolean() ? "abc{}\"0" : "aé€😀\u0000";
    int[] points = letters.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.appendCodePoint(points[random.nextInt(points.length)]);
    }
    // No more bytes than a message may have.
    return out.substring(0, Math.min(out.length(), out.offsetByCodePoints(0, length / 2)));
  }

  private void drain(FrameReader from, ByteBuf bytes, List<Object> read) {
    for (InboundMessage next = from.next(bytes, scratch);
        next != null;
        next = from.next(bytes, scratch)) {
      if (next != InboundMessage.NOTHING) {
        read.add(next);
      }
    }
    assertFalse(bytes.isReadable(), "all is taken that has come");
  }

  private static void assertSame(Object expected, Object read) {
    if (expected instanceof byte[] binary) {
      assertArrayEquals(binary, assertInstanceOf(InboundMessage.Binary.class, read).message());
    } else if (expected instanceof InboundMessage.Ping ping) {
      assertArrayEquals(
          ping.payload(), assertInstanceOf(InboundMessage.Ping.class, read).payload());
    } else if (expected instanceof String text) {
      InboundMessage.Text got = assertInstanceOf(InboundMessage.Text.class, read);
      assertEquals(text, got.message());
      assertEquals(text.getBytes(UTF_8).length, got.bytes());
    } else {
      assertEquals(expected, read);
    }
  }

  private static void encode(ByteBuf wire, WebSocketFrame frame) {
    EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    client.writeOutbound(frame);
    for (ByteBuf out = client.readOutbound(); out != null; out = client.readOutbound()) {
      wire.writeBytes(out);
      out.release();
    }
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(WebSocketFrame frame) {
    byte[] bytes = new byte[frame.content().readableBytes()];
    frame.content().readBytes(bytes);
    frame.release();
    return bytes;
  }

  private static byte[] bytes(String hex) {
    String digits = hex.replace(" ", "");
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  private static long used(Runtime runtime) {
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static FrameReader reader() {
    return new FrameReader(new FrameReader.Limits(MAX_BYTES, MAX_FRAMES), null);
  }
}
