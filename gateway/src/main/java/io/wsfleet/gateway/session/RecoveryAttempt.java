package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.Session;
import io.wsfleet.gateway.socketio.server.RecoveryCallback;
import org.jspecify.annotations.Nullable;

/** A client that has come back and waits to be let in. */
final class RecoveryAttempt {
  final String namespace;
  final String pid;
  final @Nullable StreamPosition lastReceived;
  final RecoveryCallback callback;
  final long deadline;

  /** What was taken over, and with which claim, once it was. */
  @Nullable Session session;

  long fencingToken;

  /** Whether its old connection to this gateway has been told to end. */
  boolean hasDisconnectedOld;

  boolean isClosed;

  RecoveryAttempt(
      String namespace,
      String pid,
      @Nullable StreamPosition lastReceived,
      RecoveryCallback callback,
      long deadline) {
    this.namespace = namespace;
    this.pid = pid;
    this.lastReceived = lastReceived;
    this.callback = callback;
    this.deadline = deadline;
  }
}
