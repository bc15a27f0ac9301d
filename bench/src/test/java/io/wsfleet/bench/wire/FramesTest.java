package io.wsfleet.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {

  private final List<String> received = new ArrayList<>();
  private final Frames.FrameListener frameListener =
      new Frames.FrameListener() {
        @Override
        public void text(byte[] bytes, int from, int to) {
          received.add(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        }

        @Override
        public void close(int status) {
          received.add("close " + status);
        }
      };

  @Test
  void cutsFramesThatArriveTogether() {
    byte[] bytes = bytes(text("2"), text("x".repeat(125)), text("y".repeat(126)), text(""));
    assertEquals(bytes.length, Frames.parse(bytes, 0, bytes.length, frameListener));
    assertEquals(List.of("2", "x".repeat(125), "y".repeat(126), ""), received);
  }

  @Test
  void leavesAFrameThatIsNotCompleteWhereverItEnds() {
    byte[] first = text("first");
    byte[] bytes = bytes(first, text("z".repeat(300)));
    for (int end = first.length; end < bytes.length; end++) {
      received.clear();
      assertEquals(first.length, Frames.parse(bytes, 0, end, frameListener));
      assertEquals(List.of("first"), received);
    }
  }

  @Test
  void tellsTheStatusOfAClose() {
    byte[] bytes = bytes(new byte[] {(byte) 0x88, 2, 3, (byte) 0xf0}, new byte[] {(byte) 0x88, 0});
    Frames.parse(bytes, 0, bytes.length, frameListener);
    assertEquals(List.of("close 1008", "close 1005"), received);
  }

  @Test
  void refusesWhatNoServerHereSends() {
    byte[] binary = {(byte) 0x82, 1, 0};
    assertThrows(IllegalStateException.class, () -> Frames.parse(binary, 0, 3, frameListener));
  }

  @Test
  void masksWhatAClientSends() {
    for (int length : new int[] {0, 125, 126, 1000}) {
      received.clear();
      byte[] frame = Frames.masked("m".repeat(length).getBytes(StandardCharsets.US_ASCII));
      int header = length < 126 ? 2 : 4;
      assertEquals(header + 4 + length, frame.length);
      assertEquals("m".repeat(length), unmasked(frame, header));
    }
  }

  private static String unmasked(byte[] frame, int header) {
    var text = new StringBuilder();
    for (int at = header + 4; at < frame.length; at++) {
      text.append((char) (frame[at] ^ frame[header + (at - header - 4) % 4]));
    }
    return text.toString();
  }

  private static byte[] text(String text) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    int length = payload.length;
    byte[] header =
        length < 126
            ? new byte[] {(byte) 0x81, (byte) length}
            : new byte[] {(byte) 0x81, 126, (byte) (length >> 8), (byte) length};
    return bytes(header, payload);
  }

  private static byte[] bytes(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
