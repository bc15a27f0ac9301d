package io.wsfleet.gateway.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.transport.Fragments.Assembled;
import org.junit.jupiter.api.Test;

class FragmentsTest {
  private final Fragments fragments = new Fragments(10, 3);

  @Test
  void takesAMessageInOneFrame() {
    assertEquals(new Assembled.Text("€x"), fragments.first(Buffer.buffer("€x"), true, true));
    assertFalse(fragments.isIncomplete());
  }

  @Test
  void putsAMessageTogetherEvenWhereACharacterWasCut() {
    byte[] euro = "€".getBytes(UTF_8);
    fragments.first(Buffer.buffer(new byte[] {euro[0]}), true, false);
    assertTrue(fragments.isIncomplete());
    fragments.next(Buffer.buffer(new byte[] {euro[1]}), false);
    assertEquals(
        new Assembled.Text("€"), fragments.next(Buffer.buffer(new byte[] {euro[2]}), true));
  }

  @Test
  void putsBinaryMessagesTogether() {
    fragments.first(Buffer.buffer(new byte[] {1}), false, false);
    Assembled whole = fragments.next(Buffer.buffer(new byte[] {2}), true);
    assertArrayEquals(new byte[] {1, 2}, assertInstanceOf(Assembled.Binary.class, whole).message());
  }

  @Test
  void boundsBytesAndFrames() {
    assertBad(
        CloseReason.MESSAGE_TOO_BIG, fragments.first(Buffer.buffer(new byte[11]), false, true));
    Fragments byBytes = new Fragments(10, 3);
    byBytes.first(Buffer.buffer(new byte[8]), false, false);
    assertBad(CloseReason.MESSAGE_TOO_BIG, byBytes.next(Buffer.buffer(new byte[3]), true));
    Fragments byFrames = new Fragments(10, 3);
    byFrames.first(Buffer.buffer(), true, false);
    byFrames.next(Buffer.buffer(), false);
    byFrames.next(Buffer.buffer(), false);
    assertBad(CloseReason.MESSAGE_TOO_SLOW, byFrames.next(Buffer.buffer(), false));
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    assertBad(
        CloseReason.INVALID_TEXT,
        fragments.first(Buffer.buffer(new byte[] {(byte) 0xc3, 0x28}), true, true));
    assertBad(
        CloseReason.INVALID_TEXT,
        fragments.first(
            Buffer.buffer(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}), true, true));
  }

  @Test
  void refusesFramesOutOfOrder() {
    assertBad(CloseReason.TRANSPORT_ERROR, fragments.next(Buffer.buffer("a"), true));
    fragments.first(Buffer.buffer("a"), true, false);
    assertBad(CloseReason.TRANSPORT_ERROR, fragments.first(Buffer.buffer("b"), true, true));
  }

  private static void assertBad(CloseReason reason, Assembled assembled) {
    assertEquals(new Assembled.Bad(reason), assembled);
  }
}
