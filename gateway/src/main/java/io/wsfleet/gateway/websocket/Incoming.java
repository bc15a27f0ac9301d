package io.wsfleet.gateway.websocket;

import io.wsfleet.gateway.engineio.CloseReason;

/** What a frame from a client amounts to. */
public sealed interface Incoming {
  /** Nothing for anybody: a part of a message, or a pong. */
  Incoming NOTHING = new Nothing();

  /** A whole message, which came as so many bytes. */
  record Text(String message, int bytes) implements Incoming {}

  record Binary(byte[] message) implements Incoming {}

  /** To be answered with the same bytes. */
  record Ping(byte[] payload) implements Incoming {}

  /** The client closes, with a status or {@link #NO_STATUS}. */
  record Close(int status) implements Incoming {
    public static final int NO_STATUS = 1005;
  }

  /** What the protocol or a limit does not allow; nothing that follows can be read. */
  record Bad(CloseReason reason) implements Incoming {}

  record Nothing() implements Incoming {}
}
