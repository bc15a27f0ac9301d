package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;

/** Receives the messages of a transport, on its event loop. */
public interface TransportListener {
  /** A text message and its size in bytes. */
  void onText(String message, int bytes);

  void onBinary(byte[] message);

  /** Input was read, and complete messages were delivered. */
  void onActivity();

  /** The transport is closed. */
  void onClose();

  /** The client violated the protocol or a limit. */
  void close(CloseReason reason);

  /** Whether input is ignored. */
  boolean isClosed();
}
