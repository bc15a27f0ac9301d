package io.wsfleet.gateway.socketio;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A packet as it leaves: one text message, and its binary attachments, which must follow at once.
 * It is made once and shared by all receivers, so nobody may change the arrays.
 */
public record Frame(String text, List<byte[]> attachments, boolean droppable, int bytes) {

  /** Something that must arrive, if anything does. */
  public static Frame text(String text) {
    return of(text, List.of(), false);
  }

  static Frame of(String text, List<byte[]> attachments, boolean droppable) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    for (byte[] attachment : attachments) {
      bytes += attachment.length;
    }
    return new Frame(text, attachments, droppable, bytes);
  }
}
