package io.wsfleet.gateway.net.websocket;

/** What a frame from a client amounts to. */
public sealed interface InboundMessage {
  /** Nothing for anybody: a part of a message, or a pong. */
  InboundMessage NOTHING = new Nothing();

  /** A whole message, which came as so many bytes. */
  record Text(String message, int bytes) implements InboundMessage {}

  record Binary(byte[] message) implements InboundMessage {}

  /** To be answered with the same bytes. */
  record Ping(byte[] payload) implements InboundMessage {}

  /** The client closes, with a status or that of {@link CloseCode#NO_STATUS}. */
  record Close(int status) implements InboundMessage {}

  /** What the protocol or a limit does not allow; nothing that follows can be read. */
  record Violation(CloseCode code) implements InboundMessage {}

  record Nothing() implements InboundMessage {}
}
