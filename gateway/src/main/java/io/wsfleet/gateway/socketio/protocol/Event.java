package io.wsfleet.gateway.socketio.protocol;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event: its name and its arguments as they came.
 *
 * @param name the first element of the array on the wire
 * @param tail the rest of that array as JSON text, each argument led by its comma: {@code ,1,"a"}
 * @param attachments what the placeholders in the tail stand for
 */
public record Event(String name, String tail, List<byte[]> attachments) {
  /** Names that the libraries of Socket.IO keep for themselves; no client may send them. */
  public static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  /** An event with arguments that are JSON text. */
  public static Event of(String name, String... arguments) {
    StringBuilder tail = new StringBuilder();
    for (String argument : arguments) {
      tail.append(',').append(argument);
    }
    return new Event(name, tail.toString(), List.of());
  }

  /** The same arguments under another name. */
  public Event withName(String newName) {
    return new Event(newName, tail, attachments);
  }

  /** With one more argument at the end, which is JSON text. */
  public Event withArgument(String argument) {
    return new Event(name, tail + "," + argument, attachments);
  }

  /** The array on the wire. */
  public String json() {
    StringBuilder out = new StringBuilder(name.length() + tail.length() + 4);
    JsonText.quote(name, out.append('['));
    return out.append(tail).append(']').toString();
  }

  /** How large its arguments are, about: characters of text and bytes of attachments. */
  public int size() {
    int size = tail.length();
    for (byte[] attachment : attachments) {
      size += attachment.length;
    }
    return size;
  }

  /** The first argument, if that is a text. */
  public @Nullable String firstArgumentAsText() {
    return new JsonScanner(tail, 0).textAfterComma();
  }

  /** The arguments alone, as an array. */
  public String arguments() {
    int comma = tail.indexOf(',');
    return comma < 0 ? "[]" : "[" + tail.substring(comma + 1) + "]";
  }
}
