package io.wsfleet.handlers;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client in a namespace, held by this gateway. It may be kept and used until the client is gone;
 * after that nothing happens any more.
 */
public interface Socket {
  String id();

  String namespace();

  Handshake handshake();

  /** Whether the client came back with the id, the rooms and the data that it had before. */
  boolean recovered();

  boolean isConnected();

  /** What was noted about it; an object, without fields at first. */
  Value data();

  /**
   * Notes something about it, for the whole fleet to read. Small, since it travels.
   *
   * @param object what {@link Value#of} makes an object of, without binary data
   */
  void data(Object object);

  /** The rooms it is in, its own included. */
  Set<String> rooms();

  /**
   * Puts it into rooms. A client that would be in more than the gateway's limit is disconnected.
   */
  void join(String... rooms);

  void leave(String... rooms);

  /** Sends it an event, in order with what it gets as one of an audience. */
  CompletionStage<Void> emit(String event, @Nullable Object... arguments);

  /**
   * Sends it an event that it is to acknowledge. The stage fails with a {@link
   * java.util.concurrent.TimeoutException} if it does not in time.
   */
  CompletionStage<Value> emitWithAck(Duration timeout, String event, @Nullable Object... arguments);

  /** All others in its namespace. */
  BroadcastOperator broadcast();

  /** All others that are in any of the rooms. */
  BroadcastOperator to(String... rooms);

  /** Puts it out of the namespace; with {@code closeConnection} out of every namespace. */
  void disconnect(boolean closeConnection);
}
