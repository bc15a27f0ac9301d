package io.wsfleet.gateway.engineio.protocol;

/** What a session wants done about a frame or about the time. */
public sealed interface SessionAction {
  SessionAction NOTHING = new Nothing();

  record Nothing() implements SessionAction {}

  /** Send this text frame to the client. */
  record Send(String packet) implements SessionAction {}

  /** A message for the protocol above. */
  record Text(String message) implements SessionAction {}

  /** A binary message for the protocol above. */
  record Binary(byte[] message) implements SessionAction {}

  record Close(CloseReason reason) implements SessionAction {}
}
