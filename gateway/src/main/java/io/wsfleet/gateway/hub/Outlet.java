package io.wsfleet.gateway.hub;

import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.socketio.Frame;

/**
 * The way to one client. Both methods may be called from any thread and return at once; frames that
 * one thread sends arrive in that order.
 */
public interface Outlet {
  void send(Frame frame);

  /** Puts the client out of the namespace, and closes its connection too if so wanted. */
  void disconnect(boolean closeConnection, CloseReason reason);
}
