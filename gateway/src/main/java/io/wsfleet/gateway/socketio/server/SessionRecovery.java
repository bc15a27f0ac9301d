package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import org.jspecify.annotations.Nullable;

/** Connection state recovery, as {@link ClientSockets} uses it. From any thread. */
public interface SessionRecovery {
  /** A session that a new socket can recover later. */
  interface SessionStart {
    /** The secret id by which the client recovers the session. */
    String pid();

    /** The offset at which the session starts. */
    String since();

    /** The new socket is connected. */
    void register(Socket socket);
  }

  /** Whether clients can recover sessions. */
  boolean isOn();

  /** Starts a session, before its socket is added to the hub; null if there can be none now. */
  @Nullable SessionStart startSession();

  /** Removes a socket from the hub; keeps its session if the client may recover it. */
  void unregister(Socket socket, CloseReason reason);

  /** Recovers a session; the callback gets the result. */
  void recover(
      String namespace, String pid, @Nullable String offset, RecoveryCallback recoveryCallback);
}
