package io.wsfleet.gateway.engineio;

/** What a session wants done about a frame or about the time. */
public sealed interface Reaction {
  Reaction NOTHING = new Nothing();

  record Nothing() implements Reaction {}

  /** Send this text frame to the client. */
  record Send(String frame) implements Reaction {}

  /** A message for the protocol above. */
  record Text(String message) implements Reaction {}

  /** A binary message for the protocol above. */
  record Binary(byte[] message) implements Reaction {}

  record Close(CloseReason reason) implements Reaction {}
}
