package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;

/** A message of a plain client; {@code docs/websocket.md} describes them. */
sealed interface ClientMessage {
  /** The id of a message that needs no acknowledgement. */
  long NO_ID = -1;

  /** Joins a room. */
  record Join(long id, String room) implements ClientMessage {}

  /** Leaves a room. */
  record Leave(long id, String room) implements ClientMessage {}

  /** Sends an event to all other clients in a room. */
  record Publish(long id, String room, Event event) implements ClientMessage {}

  /** Sends an event to the rules and handlers. */
  record Emit(long id, Event event) implements ClientMessage {}

  /** Acknowledges an event. */
  record Ack(long ackId, JsonPayload arguments) implements ClientMessage {}

  /** Asks for a pong. */
  record Ping() implements ClientMessage {}

  /** A message that is not valid, and why. */
  record Malformed(long id, String reason) implements ClientMessage {}
}
