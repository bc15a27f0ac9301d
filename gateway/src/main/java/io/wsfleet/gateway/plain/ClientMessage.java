package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;

/** What a client may ask for; {@code docs/websocket.md} has the messages. */
sealed interface ClientMessage {
  /** The id of a request that wants no acknowledgement. */
  long NO_ID = -1;

  record Join(long id, String room) implements ClientMessage {}

  record Leave(long id, String room) implements ClientMessage {}

  /** Send an event to the others in a room. */
  record Publish(long id, String room, Event event) implements ClientMessage {}

  /** An event for the rules and handlers of the fleet. */
  record Emit(long id, Event event) implements ClientMessage {}

  /** The answer to an event that asked for one. */
  record Ack(long ackId, JsonPayload arguments) implements ClientMessage {}

  record Ping() implements ClientMessage {}

  /** It is none of these; why. */
  record Malformed(long id, String reason) implements ClientMessage {}
}
