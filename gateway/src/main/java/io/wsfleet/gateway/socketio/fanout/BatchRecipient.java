package io.wsfleet.gateway.socketio.fanout;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import org.jspecify.annotations.Nullable;

/** A socket that can get the deliveries of a {@link BroadcastBatch} as one shared buffer. */
public interface BatchRecipient extends SocketSender {
  /**
   * Sends to this socket together with others; null for none. It may change once, by an upgrade.
   */
  @Nullable Dispatcher dispatcher();

  /** A delivery was queued for this socket and counts as delivered. From any thread. */
  void markQueued(Delivery delivery);

  /**
   * Writes the deliveries, on the event loop of the socket.
   *
   * @return how many were written with the shared buffer
   */
  int write(BroadcastBatch batch);

  /** Closes the connection of the socket. From any thread. */
  void closeAsync(CloseReason reason);
}
