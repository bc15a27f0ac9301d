package io.wsfleet.gateway.net.websocket.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what is written with what Netty reads. */
class FrameWriterTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 1024, 65535, 65536, 70000})
  void writesWhatNettyReads(int length) {
    byte[] payload = "é".repeat(length).substring(0, length).getBytes(UTF_8);
    ByteBuf wire = Unpooled.buffer();
    FrameWriter.writeText(wire, payload);
    FrameWriter.writeBinary(wire, payload);
    FrameWriter.writeBinary(wire, 4, payload);
    assertTrue(wire.writerIndex() >= 3 * FrameWriter.frameSize(payload.length));
    EmbeddedChannel client =
        new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1 << 20));
    client.writeInbound(wire);
    TextWebSocketFrame text = client.readInbound();
    assertArrayEquals(payload, bytes(text));
    BinaryWebSocketFrame binary = client.readInbound();
    assertArrayEquals(payload, bytes(binary));
    BinaryWebSocketFrame led = client.readInbound();
    assertEquals(4, led.content().readByte());
    assertArrayEquals(payload, bytes(led));
    client.finishAndReleaseAll();
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
}
