package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;

/** Who hears what comes by a websocket, on its event loop. */
public interface TransportListener {
  /** A text message, which came as so many bytes. */
  void onText(String message, int bytes);

  void onBinary(byte[] message);

  /** Something came, whole or in part, and has been told. */
  void onActivity();

  /** The websocket is gone. */
  void onClose();

  /** The client did what the websocket does not allow, or a limit was hit. */
  void close(CloseReason reason);

  /** Whether nothing more wants to be heard. */
  boolean isClosed();
}
