package io.wsfleet.gateway.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class ProxyProtocolTest {
  private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel(new ProxyProtocol());

  @Test
  void readsVersion1InAnyPieces() {
    for (char c : "PROXY TCP4 203.0.113.7 10.0.0.1 4711 5000\r\n".toCharArray()) {
      write(String.valueOf(c).getBytes(ISO_8859_1));
    }
    write(REQUEST.getBytes(ISO_8859_1));
    assertEquals("203.0.113.7", ProxyProtocol.client(channel));
    assertEquals(REQUEST, read());
  }

  @Test
  void readsVersion2InOnePieceWithTheRequest() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10});
    bytes.writeBytes(new byte[] {0x21, 0x11, 0, 12, (byte) 203, 0, 113, 7, 10, 0, 0, 1});
    bytes.writeBytes(new byte[] {0x12, 0x67, 0x13, (byte) 0x88});
    bytes.writeBytes(REQUEST.getBytes(ISO_8859_1));
    write(bytes.toByteArray());
    assertEquals("203.0.113.7", ProxyProtocol.client(channel));
    assertEquals(REQUEST, read());
  }

  @Test
  void passesOnARequestWithoutAHeader() {
    write(REQUEST.getBytes(ISO_8859_1));
    assertNull(ProxyProtocol.client(channel));
    assertEquals(REQUEST, read());
  }

  @Test
  void closesAtAMalformedHeader() {
    write("PROXY TCP4 nonsense\r\n".getBytes(ISO_8859_1));
    assertFalse(channel.isOpen());
  }

  private void write(byte[] bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  private String read() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
      text.append(each.toString(ISO_8859_1));
      each.release();
    }
    return text.toString();
  }
}
