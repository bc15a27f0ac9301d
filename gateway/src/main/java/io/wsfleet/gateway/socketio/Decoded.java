package io.wsfleet.gateway.socketio;

/** What became of a message. */
public sealed interface Decoded {

  record Complete(Packet packet) implements Decoded {}

  /** Binary attachments are still to come. */
  record Pending() implements Decoded {}

  /** The whole connection is to be closed. */
  record Malformed(String why) implements Decoded {}
}
