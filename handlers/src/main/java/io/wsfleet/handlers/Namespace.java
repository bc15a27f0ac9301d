package io.wsfleet.handlers;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A namespace on all gateways and Node servers. Use it from any thread. */
public interface Namespace {
  /** Returns its name, for example {@code /chat}. */
  String name();

  /** Selects all sockets. */
  BroadcastOperator everyone();

  /**
   * Selects the sockets in any of these rooms. The id of a socket is the name of a room with this
   * socket only.
   *
   * @throws IllegalArgumentException if there is no room
   */
  BroadcastOperator to(String... rooms);

  /** Returns the names of all rooms that have sockets, including the room of each socket. */
  CompletionStage<Set<String>> allRooms();

  /**
   * Sends an event to all other servers: gateways, and Node servers, which receive it like an event
   * of {@code serverSideEmit}. This gateway does not receive it.
   *
   * @param arguments what {@link Value#of} takes, with at most ten pieces of binary data
   * @return completes when the bus has accepted the event, and fails when it has not
   */
  CompletionStage<Void> serverSideEmit(String event, @Nullable Object... arguments);

  /**
   * Sends an event to all other servers, and each acknowledges it.
   *
   * @param timeout longer than zero
   * @param arguments as for {@link #serverSideEmit}
   * @return completes with the acknowledgements that came in time
   */
  CompletionStage<AckResponses> serverSideEmitWithAck(
      Duration timeout, String event, @Nullable Object... arguments);
}
