package io.wsfleet.gateway.engineio.protocol;

/** What to do about a packet or the time. */
public sealed interface SessionAction {
  SessionAction NOTHING = new Nothing();

  record Nothing() implements SessionAction {}

  /** Send this packet to the client. */
  record Send(String packet) implements SessionAction {}

  /** A text message for the protocol on top. */
  record Text(String message) implements SessionAction {}

  /** A binary message for the protocol on top. */
  record Binary(byte[] message) implements SessionAction {}

  record Close(CloseReason reason) implements SessionAction {}
}
