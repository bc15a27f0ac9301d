package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A rule for the events of clients. Its parts run in this order; a part that is null is skipped.
 *
 * @param namespace a name or a pattern
 * @param on the name of the event
 * @param log whether to log each event
 * @param join the room that the sender joins
 * @param leave the room that the sender leaves
 * @param broadcast the broadcast of the event's arguments
 * @param reply the acknowledgement, if the sender asks for one
 */
public record Rule(
    String namespace,
    String on,
    boolean log,
    @Nullable Room join,
    @Nullable Room leave,
    @Nullable Broadcast broadcast,
    Reply reply) {

  /** A room of a rule. */
  public sealed interface Room {
    /** A fixed room. */
    record Named(String name) implements Room {}

    /** The room that the first argument of the event names. */
    record Argument() implements Room {}
  }

  /**
   * Sends the arguments of the event, with attachments.
   *
   * @param event the name of the event that is sent
   * @param room the receivers; null for all sockets of the namespace
   */
  public record Broadcast(String event, To to, @Nullable Room room) {}

  /** Whether the sender is a receiver too. */
  public enum To {
    EVERYONE,
    OTHERS
  }

  /** The arguments of the acknowledgement. */
  public sealed interface Reply {
    /** These arguments. */
    record Data(JsonPayload arguments) implements Reply {}

    /** The arguments of the event. */
    record Echo() implements Reply {}
  }

  /** Whether the first argument of the event must name a room. */
  boolean needsRoom() {
    return join instanceof Room.Argument
        || leave instanceof Room.Argument
        || (broadcast != null && broadcast.room() instanceof Room.Argument);
  }
}
