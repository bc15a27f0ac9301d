package io.wsfleet.gateway.socketio.protocol;

/** What a client may send, once it has been read. */
public sealed interface Packet {
  long NO_ACK = -1;

  /** The namespace it is for; {@code /} is the main one. */
  String namespace();

  /** The client wants to join; {@code auth} is a JSON object, as text. */
  record Connect(String namespace, String auth) implements Packet {}

  record Disconnect(String namespace) implements Packet {}

  /** An event; the client wants an answer if there is an ack id. */
  record EventPacket(String namespace, long ackId, Event event) implements Packet {}

  /** The answer to an event that had asked for one; the arguments are a JSON array. */
  record Ack(String namespace, long ackId, JsonPayload arguments) implements Packet {}
}
