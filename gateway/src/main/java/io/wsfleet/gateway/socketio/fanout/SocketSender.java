package io.wsfleet.gateway.socketio.fanout;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * The way to one socket, whatever protocol its client speaks. All methods may be called from any
 * thread and return at once; what one thread sends arrives in that order.
 */
public interface SocketSender {
  void deliver(Delivery delivery);

  /** The offset of what was sent last, for a client that keeps it. */
  default @Nullable String deliveredOffset() {
    return null;
  }

  /** Answers the event that the client sent with this ack id; the arguments are a JSON array. */
  void sendAck(long ackId, JsonPayload arguments);

  /** Puts the client out of the namespace, and closes its connection too if so wanted. */
  void disconnect(boolean closeConnection, CloseReason reason);
}
