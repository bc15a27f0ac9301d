package io.wsfleet.gateway.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wsfleet.gateway.socketio.Event;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The room that a client names in the first argument of an event. Every socket has a room of its
 * own with its id as name; who could name that one would hear what is meant for another.
 */
final class RoomArgument {
  private static final int MAX_LENGTH = 128;
  private static final Pattern OF_A_SOCKET = Pattern.compile("(?:/.*#)?[A-Za-z0-9_-]{20}");
  private static final JsonFactory JSON = new JsonFactory();

  private RoomArgument() {}

  /** Null if the argument names none, or one that no client may name. */
  static @Nullable String of(Event event) {
    String name = firstText(event.arguments());
    return name == null
            || name.isEmpty()
            || name.length() > MAX_LENGTH
            || OF_A_SOCKET.matcher(name).matches()
        ? null
        : name;
  }

  private static @Nullable String firstText(String array) {
    try (JsonParser parser = JSON.createParser(array)) {
      parser.nextToken();
      return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
    } catch (IOException malformed) {
      return null;
    }
  }
}
