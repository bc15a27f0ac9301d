package io.wsfleet.handlers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of a namespace, on all gateways, and what can be done to them. It never changes: what
 * narrows it gives another one.
 */
public interface BroadcastOperator {
  /** Those in any of these rooms too; of everyone, only those in any of these rooms. */
  BroadcastOperator to(String... rooms);

  /** Without those in any of these rooms. */
  BroadcastOperator except(String... rooms);

  /** Only those that this gateway holds. */
  BroadcastOperator local();

  /** What is emitted may be lost where a client is slow or away, and is not kept for recovery. */
  BroadcastOperator droppable();

  /**
   * Sends an event. Arguments are what {@link Value#of} takes. The stage completes when the fleet's
   * bus has taken it, and fails when it could not.
   */
  CompletionStage<Void> emit(String event, @Nullable Object... arguments);

  /**
   * Sends an event that each is to acknowledge. The stage completes with what came until all have
   * answered or the time was over; it does not fail because somebody is silent.
   */
  CompletionStage<AckResponses> emitWithAck(
      Duration timeout, String event, @Nullable Object... arguments);

  /** Who they are. */
  CompletionStage<List<RemoteSocket>> fetchSockets();

  /** Puts them into rooms. */
  CompletionStage<Void> socketsJoin(String... rooms);

  /** Takes them out of rooms. */
  CompletionStage<Void> socketsLeave(String... rooms);

  /** Puts them out of the namespace; with {@code closeConnection} out of every namespace. */
  CompletionStage<Void> disconnectSockets(boolean closeConnection);
}
