package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.socketio.Frame;

/** How the packets of one connection travel. What comes in it tells its {@link Connection}. */
interface Transport {
  /** From any thread; frames that one thread sends leave in that order. */
  void send(Frame frame);

  /** Whether more waits to be read by the client than any client may make us hold. */
  boolean isFlooded();

  /** Whether a message has come in part. */
  boolean isIncomplete();

  /** Says farewell as the reason wants it; nothing is sent or told afterwards. */
  void close(CloseReason reason);
}
