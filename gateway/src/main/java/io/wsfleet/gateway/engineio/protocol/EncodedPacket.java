package io.wsfleet.gateway.engineio.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * A packet as it leaves: one text message, and its binary attachments, which must follow at once.
 * It is made once and shared by all receivers, so nobody may change the arrays.
 *
 * @param utf8 the text message
 * @param isVolatile whether it may be lost where a client is slow
 * @param bytes how many bytes all of it has
 */
public record EncodedPacket(byte[] utf8, List<byte[]> attachments, boolean isVolatile, int bytes) {

  /** Something that must arrive, if anything does. */
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
