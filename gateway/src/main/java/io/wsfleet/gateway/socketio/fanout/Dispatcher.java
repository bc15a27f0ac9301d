package io.wsfleet.gateway.socketio.fanout;

import java.util.List;

/** Sends a delivery to many sockets of one event loop. */
public interface Dispatcher {
  /**
   * Returns at once. May be called from any thread; what one thread dispatches arrives in that
   * order.
   *
   * @param recipients the same list object as before if the recipients are the same, so that
   *     deliveries can be batched
   */
  void dispatch(Delivery delivery, List<BatchRecipient> recipients);
}
