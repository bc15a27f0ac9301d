package io.wsfleet.gateway.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * A packet as it leaves: one text message, and its binary attachments, which must follow at once.
 * It is made once and shared by all receivers, so nobody may change the arrays.
 *
 * @param utf8 the text message
 * @param droppable whether it may be lost where a client is slow
 * @param bytes how many bytes all of it has
 */
public record Frame(byte[] utf8, List<byte[]> attachments, boolean droppable, int bytes) {

  /** Something that must arrive, if anything does. */
  public static Frame text(String text) {
    return of(text, List.of(), false);
  }

  static Frame of(String text, List<byte[]> attachments, boolean droppable) {
    byte[] utf8 = text.getBytes(UTF_8);
    int bytes = utf8.length;
    for (byte[] attachment : attachments) {
      bytes += attachment.length;
    }
    return new Frame(utf8, attachments, droppable, bytes);
  }

  public String text() {
    return new String(utf8, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame frame
        && Arrays.equals(utf8, frame.utf8)
        && attachments.equals(frame.attachments)
        && droppable == frame.droppable;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }
}
