package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.session.model.ClaimDecision;
import io.wsfleet.gateway.session.model.MessageHistory;
import io.wsfleet.gateway.session.model.RecoveryDecision;
import io.wsfleet.gateway.session.model.RecoverySettings;
import io.wsfleet.gateway.session.model.Session;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.RecoveryCallback;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The recoveries that are in progress. While the store does not answer, or this gateway is behind a
 * client, the client is held: its connection stays, and its claim is tried again. If that takes too
 * long or too many clients are held, its connection is closed so that it comes again with its
 * offset. Used serialized with the bus only.
 */
final class RecoveryAttempts {
  // A claim that takes longer than this is not only on its way.
  private static final long HELD_AFTER_MILLIS = 500;

  private final RecoverySettings settings;
  private final Bus bus;
  private final Hub hub;
  private final LongSupplier clock;
  private final SessionStore sessionStore;
  private final MessageHistory messageHistory;
  private final SessionWriter sessionWriter;
  private final RecoveryCounters counters;
  private final Set<RecoveryAttempt> open = new LinkedHashSet<>();
  private final RunningReplays replays;
  private boolean isRetryScheduled;

  RecoveryAttempts(
      RecoverySettings settings,
      Bus bus,
      Hub hub,
      LongSupplier clock,
      SessionStore sessionStore,
      MessageHistory messageHistory,
      SessionWriter sessionWriter,
      RecoveryCounters counters) {
    this.settings = settings;
    this.bus = bus;
    this.hub = hub;
    this.clock = clock;
    this.sessionStore = sessionStore;
    this.messageHistory = messageHistory;
    this.sessionWriter = sessionWriter;
    this.counters = counters;
    this.replays = new RunningReplays(settings, messageHistory, counters.replays());
  }

  void start(
      String namespace, String pid, @Nullable StreamPosition known, RecoveryCallback callback) {
    RecoveryAttempt attempt =
        new RecoveryAttempt(namespace, pid, known, callback, clock.getAsLong());
    open.add(attempt);
    attempt.isClaiming = true;
    bus.subscribe(namespace)
        .whenComplete(
            (subscribed, failure) ->
                bus.serialize(
                    () -> {
                      if (failure == null) {
                        claim(attempt);
                      } else {
                        fail(attempt, RecoveryFailure.UNAVAILABLE);
                      }
                    }));
  }

  void tick() {
    long now = clock.getAsLong();
    for (RecoveryAttempt attempt : List.copyOf(open)) {
      if (attempt.callback.isClosed()) {
        // The session stays: its client may come again.
        close(attempt);
      } else if (attempt.startedMillis + settings.holdMillis() <= now) {
        expire(attempt, now);
      } else {
        if (attempt.session == null && !attempt.isClaiming) {
          claim(attempt);
        }
        if (attempt.startedMillis + HELD_AFTER_MILLIS <= now) {
          hold(attempt);
        }
      }
    }
    retry();
    replays.tick(now);
  }

  /** Something has changed that an attempt may wait for. Many changes cause one retry. */
  void retryLater() {
    if (!open.isEmpty() && !isRetryScheduled) {
      isRetryScheduled = true;
      bus.serialize(this::retry);
    }
  }

  void retry() {
    isRetryScheduled = false;
    List.copyOf(open).forEach(this::tryRecover);
  }

  private void claim(RecoveryAttempt attempt) {
    if (attempt.isClosed) {
      return;
    }
    attempt.isClaiming = true;
    sessionStore
        .claim(attempt.pid, settings.claimableMillis())
        .whenComplete((claimed, failure) -> bus.serialize(() -> onClaimed(attempt, claimed)));
  }

  private void onClaimed(RecoveryAttempt attempt, SessionStore.@Nullable ClaimedSession claimed) {
    attempt.isClaiming = false;
    if (claimed != null) {
      sessionWriter.onStoreAnswer();
    }
    if (attempt.isClosed) {
      return;
    }
    if (claimed == null) {
      hold(attempt);
      return;
    }
    if (claimed.content() != null) {
      attempt.fencingToken = claimed.fencingToken();
    }
    ClaimDecision decision =
        ClaimDecision.of(claimed.content(), claimed.watermark(), attempt.namespace);
    if (decision instanceof ClaimDecision.Recover recover) {
      attempt.session = recover.session();
      tryRecover(attempt);
    } else if (decision instanceof ClaimDecision.Fail fail) {
      fail(attempt, fail.failure());
    }
  }

  private void tryRecover(RecoveryAttempt attempt) {
    Session session = attempt.session;
    if (session == null || attempt.isClosed) {
      return;
    }
    Socket old = hub.socket(session.namespace(), session.id());
    RecoveryDecision decision =
        RecoveryDecision.of(
            session,
            attempt.lastReceived,
            bus.position(),
            old != null,
            attempt.hasDisconnectedOld,
            messageHistory);
    if (decision instanceof RecoveryDecision.Complete complete) {
      complete(attempt, session, complete);
    } else if (decision instanceof RecoveryDecision.Fail fail) {
      fail(attempt, fail.failure());
    } else if (decision instanceof RecoveryDecision.DisconnectOld && old != null) {
      attempt.hasDisconnectedOld = true;
      disconnectOld(old);
    } else {
      hold(attempt);
    }
  }

  private void complete(
      RecoveryAttempt attempt, Session session, RecoveryDecision.Complete decision) {
    close(attempt);
    RecoveryCallback.RecoveredSession recoveredSession =
        decision.restored(session, attempt.pid, settings.maxReplayBytes(), counters.replays());
    Socket socket = attempt.callback.restore(recoveredSession);
    // Before the client is told: from then on it may disconnect, and its session must be known.
    sessionWriter.add(
        new RecoverableSocket(
            sessionWriter, socket, attempt.pid, attempt.fencingToken, session.connectedPosition()));
    attempt.callback.sendMissed(socket, recoveredSession);
    replays.onStart(attempt, recoveredSession, clock.getAsLong());
    counters.recovered().increment();
    if (attempt.isHeld) {
      counters.recoveredAfterHold().increment();
    }
    bus.publish(new BusMessage.Recovered(session.namespace(), session.id(), attempt.fencingToken));
  }

  /** Its client is connected elsewhere. */
  void disconnectOld(Socket old) {
    RecoverableSocket recoverableSocket = sessionWriter.of(old);
    if (recoverableSocket != null) {
      sessionWriter.drop(recoverableSocket);
    }
    old.sender().disconnect(true, CloseReason.RECOVERED);
  }

  private void hold(RecoveryAttempt attempt) {
    if (attempt.isHeld) {
      return;
    }
    if (counters.held().get() >= settings.maxHeld()) {
      close(attempt);
      counters.refusedHolds().increment();
      attempt.callback.postpone();
    } else {
      attempt.isHeld = true;
      counters.held().incrementAndGet();
    }
  }

  private void expire(RecoveryAttempt attempt, long now) {
    if (attempt.session == null
        && now - sessionWriter.lastStoreAnswer() > settings.windowMillis()) {
      // However long the client waits, its session has expired.
      fail(attempt, RecoveryFailure.UNAVAILABLE);
      return;
    }
    close(attempt);
    counters.expiredHolds().increment();
    attempt.callback.postpone();
  }

  private void fail(RecoveryAttempt attempt, RecoveryFailure failure) {
    if (attempt.isClosed) {
      return;
    }
    close(attempt);
    if (attempt.fencingToken > 0) {
      sessionStore.release(
          attempt.pid,
          attempt.fencingToken,
          RecoveryDecision.keepMillis(failure, settings.windowMillis()));
    }
    reject(attempt.callback, failure);
  }

  void reject(RecoveryCallback callback, RecoveryFailure failure) {
    counters.failures(failure).increment();
    callback.reject(failure);
  }

  private void close(RecoveryAttempt attempt) {
    attempt.isClosed = true;
    open.remove(attempt);
    if (attempt.isHeld) {
      counters.held().decrementAndGet();
    }
  }
}
