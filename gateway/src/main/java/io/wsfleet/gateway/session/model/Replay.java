package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.List;
import java.util.Set;

/** The messages that a client missed, or why they are not known. */
public sealed interface Replay {
  /**
   * @param rooms its rooms after the joins and leaves that it missed
   */
  record MissedMessages(List<Delivery> deliveries, Set<String> rooms) implements Replay {}

  record NotRecoverable(RecoveryFailure failure) implements Replay {}
}
