package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.List;
import java.util.Set;

/** What a client missed, or why that cannot be said. */
public sealed interface Replay {
  /**
   * @param rooms where it is now, after what happened to it while it was away
   */
  record MissedMessages(List<Delivery> deliveries, Set<String> rooms) implements Replay {}

  record NotRecoverable(RecoveryFailure failure) implements Replay {}
}
