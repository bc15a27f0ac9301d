package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/** Reads the room name in the first argument of an event. */
final class RoomArgument {
  private RoomArgument() {}

  /** Returns null if it is not a room name that clients may use. */
  static @Nullable String of(Event event) {
    String name = event.firstArgumentAsText();
    return name != null && RoomName.isAllowed(name) ? name : null;
  }
}
