package io.wsfleet.gateway.socketio.protocol;

import io.wsfleet.contract.rules.ReservedEventNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event: its name and its arguments as they came.
 *
 * @param name the first element of the array on the wire
 * @param tail the rest of this array as JSON text, a comma before each argument: {@code ,1,"a"}
 * @param attachments the data of the placeholders in the tail
 */
public record Event(String name, String tail, List<byte[]> attachments) {
  /** Names that Socket.IO reserves; no client may send them. */
  public static final Set<String> RESERVED = Set.copyOf(ReservedEventNames.ALL);

  /** An event with arguments in JSON. */
  public static Event of(String name, String... arguments) {
    StringBuilder tail = new StringBuilder();
    for (String argument : arguments) {
      tail.append(',').append(argument);
    }
    return new Event(name, tail.toString(), List.of());
  }

  /** An event with the same arguments and another name. */
  public Event withName(String newName) {
    return new Event(newName, tail, attachments);
  }

  /** An event with one more argument in JSON at the end. */
  public Event withArgument(String argument) {
    return new Event(name, tail + "," + argument, attachments);
  }

  /** The array on the wire. */
  public String json() {
    StringBuilder out = new StringBuilder(name.length() + tail.length() + 4);
    JsonText.quote(name, out.append('['));
    return out.append(tail).append(']').toString();
  }

  /** The approximate size: characters of text and bytes of attachments. */
  public int size() {
    int size = tail.length();
    for (byte[] attachment : attachments) {
      size += attachment.length;
    }
    return size;
  }

  /** The first argument if it is a string. */
  public @Nullable String firstArgumentAsText() {
    return new JsonScanner(tail, 0).textAfterComma();
  }

  /** The arguments as a JSON array. */
  public String arguments() {
    int comma = tail.indexOf(',');
    return comma < 0 ? "[]" : "[" + tail.substring(comma + 1) + "]";
  }
}
