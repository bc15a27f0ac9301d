package io.wsfleet.handlers;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to a namespace, on this gateway. You may keep it and use it from any thread
 * until the client is disconnected; after that its methods have no effect.
 */
public interface Socket {
  /** Returns its id, which is also the name of a room with this socket only. */
  String id();

  /** Returns the name of its namespace. */
  String namespace();

  Handshake handshake();

  /** Whether the client recovered its session: the id, the rooms and the data from before. */
  boolean recovered();

  boolean isConnected();

  /** Returns the data of this socket: an object, empty at first. */
  Value data();

  /**
   * Replaces the data of this socket. All servers can read it. Keep it small, because it is sent
   * over the bus.
   *
   * @param object what {@link Value#of} converts to an object, without binary data
   * @throws IllegalArgumentException for anything else
   */
  void data(Object object);

  /** Returns the rooms of this socket, including its own. */
  Set<String> rooms();

  /**
   * Joins rooms at once. The gateway disconnects a client that exceeds the limit of rooms for a
   * socket.
   */
  void join(String... rooms);

  /** Leaves rooms at once. */
  void leave(String... rooms);

  /**
   * Sends an event to this socket, in order with the broadcasts that it receives.
   *
   * @param arguments what {@link Value#of} takes, with at most ten pieces of binary data
   * @return completes when the bus has accepted the event, and fails when it has not
   * @throws IllegalArgumentException for arguments that cannot be sent
   */
  CompletionStage<Void> emit(String event, @Nullable Object... arguments);

  /**
   * Sends an event that the client acknowledges.
   *
   * @param timeout longer than zero
   * @param arguments as for {@link #emit}
   * @return completes with the first argument of the acknowledgement. It fails with a {@link
   *     java.util.concurrent.TimeoutException} if none comes in time
   */
  CompletionStage<Value> emitWithAck(Duration timeout, String event, @Nullable Object... arguments);

  /** Selects all other sockets of the namespace. */
  BroadcastOperator broadcast();

  /**
   * Selects all other sockets in any of these rooms.
   *
   * @throws IllegalArgumentException if there is no room
   */
  BroadcastOperator to(String... rooms);

  /**
   * Disconnects this socket.
   *
   * @param closeConnection whether to close the connection too, and with it the client's sockets in
   *     other namespaces
   */
  void disconnect(boolean closeConnection);
}
