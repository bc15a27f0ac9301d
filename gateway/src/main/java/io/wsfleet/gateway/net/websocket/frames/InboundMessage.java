package io.wsfleet.gateway.net.websocket.frames;

/** What a frame of a client contained. */
public sealed interface InboundMessage {
  /** A part of a message, or a pong. */
  InboundMessage NOTHING = new Nothing();

  /** A complete text message and its size in bytes. */
  record Text(String message, int bytes) implements InboundMessage {}

  record Binary(byte[] message) implements InboundMessage {}

  /** Must be answered with the same payload. */
  record Ping(byte[] payload) implements InboundMessage {}

  /** The client closes, with a status or that of {@link CloseCode#NO_STATUS}. */
  record Close(int status) implements InboundMessage {}

  /** A violation of the protocol or a limit; the following bytes cannot be read. */
  record Violation(CloseCode code) implements InboundMessage {}

  record Nothing() implements InboundMessage {}
}
