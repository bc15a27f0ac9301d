package io.wsfleet.gateway.socketio.protocol;

/** A packet from a client. */
public sealed interface Packet {
  long NO_ACK = -1;

  /** The namespace; {@code /} is the main namespace. */
  String namespace();

  /** A request to connect; {@code auth} is a JSON object. */
  record Connect(String namespace, String auth) implements Packet {}

  record Disconnect(String namespace) implements Packet {}

  /** An event; with an ack id the client expects an acknowledgement. */
  record EventPacket(String namespace, long ackId, Event event) implements Packet {}

  /** An acknowledgement; the arguments are a JSON array. */
  record Ack(String namespace, long ackId, JsonPayload arguments) implements Packet {}
}
