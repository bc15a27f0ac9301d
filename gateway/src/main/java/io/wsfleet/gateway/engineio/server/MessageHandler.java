package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;

/**
 * Handles the messages of one connection; implemented by the protocol on top of Engine.IO. Called
 * on the event loop of the connection.
 */
public interface MessageHandler {
  /** Makes the handler of a new connection, before the connection has a transport. */
  interface Factory {
    MessageHandler create(Connection connection);
  }

  /** The open packet was sent. */
  void onOpen();

  void onText(String message);

  void onBinary(byte[] message);

  /** Whether a packet that spans several messages is incomplete. */
  boolean hasPartialPacket();

  /** Whether nothing of the client is unfinished, and no acknowledgement of it is expected. */
  boolean isIdle();

  /** Everything was sent: queues what waited for that; whether there was any. */
  default boolean refill() {
    return false;
  }

  /** The connection has a new transport, which may have another event loop. */
  void onUpgrade();

  /** The connection is closed; nothing can be sent any more. */
  void onClose(CloseReason reason);
}
