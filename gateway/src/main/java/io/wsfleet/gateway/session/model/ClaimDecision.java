package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether a session that was claimed from the store can be recovered in a namespace. */
public sealed interface ClaimDecision {
  /** Recover this session. */
  record Recover(Session session) implements ClaimDecision {}

  record Fail(RecoveryFailure failure) implements ClaimDecision {}

  /**
   * @param content what the store has; null if there is no such session
   * @param watermark of the gateway that held the session, if it held it until now
   * @param namespace that the client connects to
   */
  static ClaimDecision of(@Nullable String content, @Nullable String watermark, String namespace) {
    if (content == null) {
      return new Fail(RecoveryFailure.NOT_FOUND);
    }
    Session session;
    try {
      session = SessionFormat.decode(content).withWatermark(watermark);
    } catch (IOException unreadable) {
      return new Fail(RecoveryFailure.NOT_FOUND);
    }
    return session.namespace().equals(namespace)
        ? new Recover(session)
        : new Fail(RecoveryFailure.WRONG_NAMESPACE);
  }
}
