package io.wsfleet.handlers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Selects sockets of a namespace on all gateways and Node servers, sends to them and changes them.
 *
 * <p>It is immutable: {@link #to}, {@link #except} and {@link #local} return another one. Use it
 * from any thread. The methods throw an {@link IllegalArgumentException} at once for arguments that
 * cannot be sent; a failure of the bus fails the stage.
 */
public interface BroadcastOperator {
  /**
   * Adds the sockets in any of these rooms; the first call narrows from all sockets to these. The
   * id of a socket is the name of a room with this socket only.
   *
   * @throws IllegalArgumentException if there is no room; use {@link Namespace#everyone} for all
   */
  BroadcastOperator to(String... rooms);

  /** Excludes the sockets in any of these rooms. */
  BroadcastOperator except(String... rooms);

  /** Selects only sockets of this gateway. */
  BroadcastOperator local();

  /**
   * Sends an event to the selected sockets.
   *
   * @param arguments what {@link Value#of} takes, with at most ten pieces of binary data
   * @return completes when the bus has accepted the event, and fails when it has not
   */
  CompletionStage<Void> emit(String event, @Nullable Object... arguments);

  /**
   * Sends an event that may be lost when a client is slow or disconnected, and that is not kept for
   * recovery. Otherwise as {@link #emit}.
   */
  CompletionStage<Void> volatileEmit(String event, @Nullable Object... arguments);

  /**
   * Sends an event that each selected socket acknowledges.
   *
   * @param timeout longer than zero
   * @param arguments as for {@link #emit}
   * @return completes with the acknowledgements that came in time. It does not fail because an
   *     acknowledgement is missing
   */
  CompletionStage<AckResponses> emitWithAck(
      Duration timeout, String event, @Nullable Object... arguments);

  /** Returns the selected sockets as they are now. */
  CompletionStage<List<RemoteSocket>> fetchSockets();

  /** Makes the selected sockets join rooms. */
  CompletionStage<Void> socketsJoin(String... rooms);

  /** Makes the selected sockets leave rooms. */
  CompletionStage<Void> socketsLeave(String... rooms);

  /**
   * Disconnects the selected sockets.
   *
   * @param closeConnection whether to close the connections too, and with them the sockets of the
   *     same clients in other namespaces
   */
  CompletionStage<Void> disconnectSockets(boolean closeConnection);
}
