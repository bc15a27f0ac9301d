package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/** The room that a client names in the first argument of an event. */
final class RoomArgument {
  private RoomArgument() {}

  /** Null if the argument names none, or one that no client may name. */
  static @Nullable String of(Event event) {
    String name = event.firstArgumentAsText();
    return name != null && RoomName.isAllowed(name) ? name : null;
  }
}
