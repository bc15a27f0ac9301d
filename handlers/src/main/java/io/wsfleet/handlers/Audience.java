package io.wsfleet.handlers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of a namespace, on all gateways, and what can be done to them. It never changes: what
 * narrows it gives another one.
 */
public interface Audience {
  /** Those in any of these rooms too; of everyone, only those in any of these rooms. */
  Audience to(String... rooms);

  /** Without those in any of these rooms. */
  Audience except(String... rooms);

  /** Only those that this gateway holds. */
  Audience local();

  /** What is emitted may be lost where a client is slow or away, and is not kept for recovery. */
  Audience droppable();

  /**
   * Sends an event. Arguments are what {@link Value#of} takes. The stage completes when the fleet's
   * bus has taken it, and fails when it could not.
   */
  CompletionStage<Void> emit(String event, @Nullable Object... arguments);

  /**
   * Sends an event that each is to acknowledge. The stage completes with what came until all have
   * answered or the time was over; it does not fail because somebody is silent.
   */
  CompletionStage<Answers> ask(Duration timeout, String event, @Nullable Object... arguments);

  /** Who they are. */
  CompletionStage<List<SocketInfo>> sockets();

  /** Puts them into rooms. */
  CompletionStage<Void> join(String... rooms);

  /** Takes them out of rooms. */
  CompletionStage<Void> leave(String... rooms);

  /** Puts them out of the namespace; with {@code closeConnection} out of every namespace. */
  CompletionStage<Void> disconnect(boolean closeConnection);
}
