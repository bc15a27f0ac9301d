package io.wsfleet.gateway.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wsfleet.gateway.socketio.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The room that a client names in the first argument of an event. */
final class RoomArgument {
  private static final JsonFactory JSON = new JsonFactory();

  private RoomArgument() {}

  /** Null if the argument names none, or one that no client may name. */
  static @Nullable String of(Event event) {
    String name = firstText(event.arguments());
    return name != null && RoomName.mayBeNamed(name) ? name : null;
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
