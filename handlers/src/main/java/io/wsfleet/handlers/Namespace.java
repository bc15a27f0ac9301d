package io.wsfleet.handlers;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A namespace, on all gateways. */
public interface Namespace {
  String name();

  /** All sockets in it. */
  BroadcastOperator everyone();

  /** The sockets that are in any of the rooms. A socket's id is a room with it alone. */
  BroadcastOperator to(String... rooms);

  /** The names of all rooms with a socket in them, each socket's own included. */
  CompletionStage<Set<String>> allRooms();

  /**
   * Sends an event to all other servers of the fleet, Node servers among them: their {@code
   * serverSideEmit}. It does not come back to this one.
   */
  CompletionStage<Void> serverSideEmit(String event, @Nullable Object... arguments);

  /** The same, with an answer from each. */
  CompletionStage<AckResponses> serverSideEmitWithAck(
      Duration timeout, String event, @Nullable Object... arguments);
}
