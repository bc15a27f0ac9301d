package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.server.RecoveryCallback;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.ReplayCounters;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The next step in the recovery of a claimed session. */
public sealed interface RecoveryDecision {
  /** Wait: this gateway is behind the client, or the old connection is not closed yet. */
  record Wait() implements RecoveryDecision {}

  /** Close the client's old connection to this gateway. */
  record DisconnectOld() implements RecoveryDecision {}

  /**
   * Connect the client and send it what it missed.
   *
   * @param offset up to which it has received everything
   */
  record Complete(Replay.MissedMessages missed, StreamPosition offset) implements RecoveryDecision {
    /** What the client gets back. */
    public RecoveryCallback.RecoveredSession restored(
        Session session, String pid, long maxReplayBytes, ReplayCounters replayCounters) {
      return new RecoveryCallback.RecoveredSession(
          session.id(),
          missed.rooms(),
          session.data(),
          pid,
          offset.toString(),
          missed.deliveries(),
          maxReplayBytes,
          replayCounters);
    }
  }

  record Fail(RecoveryFailure failure) implements RecoveryDecision {}

  /** After these a client may recover. After all others it has left, or was disconnected. */
  Set<CloseReason> RECOVERABLE =
      Set.copyOf(
          EnumSet.of(
              CloseReason.TRANSPORT_CLOSE,
              CloseReason.TRANSPORT_ERROR,
              CloseReason.PING_TIMEOUT,
              CloseReason.SHUTTING_DOWN,
              CloseReason.SLOW_CLIENT,
              CloseReason.RECOVERY_POSTPONED,
              CloseReason.RECOVERED));

  /**
   * @param lastReceived the last offset that the client has received, if any
   * @param here up to where this gateway has received the stream; null if it has not started
   * @param oldIsConnected whether the client's old socket is in this gateway
   * @param hasDisconnectedOld whether that socket has been disconnected already
   */
  static RecoveryDecision of(
      Session session,
      @Nullable StreamPosition lastReceived,
      @Nullable StreamPosition here,
      boolean oldIsConnected,
      boolean hasDisconnectedOld,
      MessageHistory history) {
    StreamPosition from = session.resumeAfter(lastReceived);
    if (here == null || here.isBefore(from)) {
      return new Wait();
    }
    if (oldIsConnected) {
      return hasDisconnectedOld ? new Wait() : new DisconnectOld();
    }
    Replay replay = history.replay(from, session);
    if (replay instanceof Replay.MissedMessages missed) {
      return new Complete(
          missed, lastReceived == null ? session.connectedPosition() : lastReceived);
    }
    return new Fail(((Replay.NotRecoverable) replay).failure());
  }

  /**
   * How long a claimed session is kept after a failure: its client does not ask for it again,
   * unless it named the wrong namespace.
   */
  static long keepMillis(RecoveryFailure failure, long windowMillis) {
    return failure == RecoveryFailure.WRONG_NAMESPACE ? windowMillis : 0;
  }

  /** Whether text that a client sent can be the id of a session. */
  static boolean isSessionId(String text) {
    return text.length() == 20
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'));
  }
}
