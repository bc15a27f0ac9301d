package io.wsfleet.gateway.socketio.fanout;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one socket, whatever protocol its client uses. All methods may be called from any thread
 * and return at once; what one thread sends arrives in order.
 */
public interface SocketSender {
  void deliver(Delivery delivery);

  /** The offset of the last delivery, for a client that can recover. */
  default @Nullable String deliveredOffset() {
    return null;
  }

  /** Acknowledges the client's event with this ack id; the arguments are a JSON array. */
  void sendAck(long ackId, JsonPayload arguments);

  /** Disconnects the socket from its namespace, and closes its connection too if wanted. */
  void disconnect(boolean closeConnection, CloseReason reason);
}
