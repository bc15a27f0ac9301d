package io.wsfleet.gateway.socketio.fanout;

import java.util.List;

/** Brings a delivery to many sockets at once: to those whose outlets name it as their courier. */
public interface Dispatcher {
  /**
   * From any thread, and returns at once; what one thread gives it arrives in that order.
   *
   * @param senders the same list as before if they are the same outlets, so that it can tell
   */
  void dispatch(Delivery delivery, List<SocketSender> senders);
}
