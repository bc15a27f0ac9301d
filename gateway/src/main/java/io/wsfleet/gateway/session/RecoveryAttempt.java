package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.Session;
import io.wsfleet.gateway.socketio.server.RecoveryCallback;
import org.jspecify.annotations.Nullable;

/** The recovery of one client, until it succeeds or fails. */
final class RecoveryAttempt {
  final String namespace;
  final String pid;
  final @Nullable StreamPosition lastReceived;
  final RecoveryCallback callback;
  final long startedMillis;

  /** The claimed session and its fencing token, once it is claimed. */
  @Nullable Session session;

  long fencingToken;

  boolean isClaiming;

  /** Whether its client waits for Redis, or for what other gateways have published. */
  boolean isHeld;

  /** Whether its old connection to this gateway was disconnected. */
  boolean hasDisconnectedOld;

  boolean isClosed;

  RecoveryAttempt(
      String namespace,
      String pid,
      @Nullable StreamPosition lastReceived,
      RecoveryCallback callback,
      long startedMillis) {
    this.namespace = namespace;
    this.pid = pid;
    this.lastReceived = lastReceived;
    this.callback = callback;
    this.startedMillis = startedMillis;
  }
}
