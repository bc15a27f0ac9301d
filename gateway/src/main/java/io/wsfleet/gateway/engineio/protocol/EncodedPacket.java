package io.wsfleet.gateway.engineio.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * A text packet and its binary attachments, encoded once and shared by all recipients; do not
 * change the arrays.
 *
 * @param utf8 the text message
 * @param attachments the binary messages that must follow the text message at once
 * @param isVolatile whether the packet may be dropped if the client is slow
 * @param bytes the size of all of it
 */
public record EncodedPacket(byte[] utf8, List<byte[]> attachments, boolean isVolatile, int bytes) {

  /** A packet that must not be dropped. */
  public static EncodedPacket text(String text) {
    return of(text, List.of(), false);
  }

  public static EncodedPacket of(String text, List<byte[]> attachments, boolean isVolatile) {
    byte[] utf8 = text.getBytes(UTF_8);
    int bytes = utf8.length;
    for (byte[] attachment : attachments) {
      bytes += attachment.length;
    }
    return new EncodedPacket(utf8, attachments, isVolatile, bytes);
  }

  public String text() {
    return new String(utf8, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedPacket packet
        && Arrays.equals(utf8, packet.utf8)
        && attachments.equals(packet.attachments)
        && isVolatile == packet.isVolatile;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }
}
