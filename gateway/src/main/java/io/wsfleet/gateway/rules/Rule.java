package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * What is done about an event that a client sends: in this order, as far as there is something to
 * do.
 *
 * @param namespace a namespace's name or a pattern
 * @param on the name of the event
 * @param log whether a line is logged for each
 * @param join the room that the sender is put into
 * @param leave the room that the sender is taken out of
 * @param broadcast what is sent on
 * @param reply the acknowledgement of an event that asks for one
 */
public record Rule(
    String namespace,
    String on,
    boolean log,
    @Nullable Room join,
    @Nullable Room leave,
    @Nullable Broadcast broadcast,
    Reply reply) {

  /** A room as a rule gives it. */
  public sealed interface Room {
    record Named(String name) implements Room {}

    /** The one that the event's first argument names. */
    record Argument() implements Room {}
  }

  /**
   * Sends the event on, its arguments as they came, under a name.
   *
   * @param room only to those in this room; to all if null
   */
  public record Broadcast(String event, To to, @Nullable Room room) {}

  /** Everyone, or everyone but the sender. */
  public enum To {
    EVERYONE,
    OTHERS
  }

  /** What the sender is answered. */
  public sealed interface Reply {
    /** The arguments of each acknowledgement are these. */
    record Data(JsonPayload arguments) implements Reply {}

    /** They are those that the event had. */
    record Echo() implements Reply {}
  }

  /** Whether the event's first argument is to name a room. */
  boolean needsRoom() {
    return join instanceof Room.Argument
        || leave instanceof Room.Argument
        || (broadcast != null && broadcast.room() instanceof Room.Argument);
  }
}
