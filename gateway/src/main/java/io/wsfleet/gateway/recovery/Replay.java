package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import java.util.List;
import java.util.Set;

/** What a client missed, or why that cannot be said. */
sealed interface Replay {
  /**
   * @param rooms where it is now, after what happened to it while it was away
   */
  record Missed(List<Delivery> deliveries, Set<String> rooms) implements Replay {}

  record Gone(NotRecovered why) implements Replay {}
}
