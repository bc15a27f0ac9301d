package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.InMemorySessionStore;
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
import io.wsfleet.gateway.socketio.server.SessionRecovery;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connection state recovery: restores the session of a client that reconnects, to this gateway or
 * another one.
 *
 * <ol>
 *   <li>It claims the session in the store; only one gateway can.
 *   <li>It waits until this gateway has received everything that the client has received, and until
 *       an old connection of the client to this gateway is closed.
 *   <li>Serialized with the bus, it looks up what the client missed, adds the socket to the hub,
 *       and sends the connect packet and the missed messages. Later messages reach it like any
 *       socket.
 *   <li>It publishes that the client has recovered, so that a gateway that still has the old
 *       connection closes it.
 * </ol>
 *
 * <p>If this fails, the client gets a new session, and the reason is counted.
 */
public final class Recovery implements SessionRecovery {
  private static final long ATTEMPT_MILLIS = 3000;

  private final RecoverySettings settings;
  private final Bus bus;
  private final Hub hub;
  private final LongSupplier clock;
  private final boolean isOn;
  private final SessionStore sessionStore;
  private final MessageHistory messageHistory;
  private final SessionWriter sessionWriter;
  private final SessionStarter sessionStarter;
  private final List<RecoveryAttempt> attempts = new ArrayList<>();
  private final RecoveryCounters counters = new RecoveryCounters();

  /**
   * @param ids unguessable ids
   * @param clock milliseconds that never go back
   */
  public Recovery(
      RecoverySettings settings, Bus bus, Hub hub, Supplier<String> ids, LongSupplier clock) {
    this.settings = settings;
    this.bus = bus;
    this.hub = hub;
    this.clock = clock;
    this.messageHistory = new MessageHistory(settings);
    SessionStore shared = bus.sessionStore();
    this.isOn = settings.isOn() && shared != null;
    this.sessionStore = shared == null ? new InMemorySessionStore(clock) : shared;
    this.sessionWriter = new SessionWriter(settings, bus, sessionStore, hub, clock);
    this.sessionStarter = new SessionStarter(bus, ids, sessionWriter);
  }

  @Override
  public boolean isOn() {
    return isOn;
  }

  @Override
  public @Nullable SessionStart startSession() {
    return isOn ? sessionStarter.start() : null;
  }

  @Override
  public void unregister(Socket socket, CloseReason reason) {
    // Before it is removed: it may not have received any later message.
    StreamPosition at = bus.position();
    Set<String> rooms = hub.roomsOf(socket);
    RecoverableSocket detaching = sessionWriter.beginDetach(socket);
    hub.remove(socket);
    if (!isOn) {
      return;
    }
    bus.serialize(
        () -> {
          if (detaching != null && at != null) {
            sessionWriter.detach(
                detaching, rooms, at, RecoveryDecision.RECOVERABLE.contains(reason));
          }
          tryAll();
        });
  }

  @Override
  public void recover(
      String namespace, String pid, @Nullable String offset, RecoveryCallback callback) {
    StreamPosition known = StreamPosition.parse(offset);
    if (!RecoveryDecision.isSessionId(pid) || (offset != null && known == null)) {
      reject(callback, RecoveryFailure.MALFORMED);
      return;
    }
    long deadline = clock.getAsLong() + ATTEMPT_MILLIS;
    RecoveryAttempt attempt = new RecoveryAttempt(namespace, pid, known, callback, deadline);
    bus.serialize(() -> attempts.add(attempt));
    bus.subscribe(namespace)
        .thenCompose(subscribed -> sessionStore.claim(pid, settings.claimableMillis()))
        .whenComplete((claimed, failure) -> bus.serialize(() -> onClaimed(attempt, claimed)));
  }

  /** A message was added to the stream. Called serialized with the bus, like the next two. */
  public void addToHistory(BusMessage message, StreamPosition streamPosition) {
    if (isOn) {
      messageHistory.add(streamPosition, message, clock.getAsLong());
      if (!attempts.isEmpty()) {
        bus.serialize(this::tryAll);
      }
    }
  }

  /** The messages up to this position are not known. */
  public void resetHistory(StreamPosition upTo) {
    messageHistory.reset(upTo);
    sessionWriter.markAllDirty();
  }

  /** A client has recovered somewhere; this gateway may still have its old connection. */
  public void onRecovered(BusMessage.Recovered message) {
    Socket socket = hub.socket(message.namespace(), message.socketId());
    RecoverableSocket recoverableSocket = socket == null ? null : sessionWriter.of(socket);
    if (recoverableSocket != null && recoverableSocket.fencingToken() < message.fencingToken()) {
      disconnectOld(recoverableSocket.socket());
    }
  }

  /** Has to be called regularly. */
  public void tick() {
    if (!isOn) {
      return;
    }
    bus.serialize(
        () -> {
          long now = clock.getAsLong();
          for (RecoveryAttempt attempt : List.copyOf(attempts)) {
            if (attempt.deadline <= now) {
              fail(attempt, RecoveryDecision.onTimeout(attempt.session));
            }
          }
          messageHistory.trim(now);
          sessionWriter.tick();
          tryAll();
        });
  }

  private void onClaimed(RecoveryAttempt attempt, SessionStore.@Nullable ClaimedSession claimed) {
    if (attempt.isClosed) {
      if (claimed != null && claimed.content() != null) {
        sessionStore.release(attempt.pid, claimed.fencingToken(), 0);
      }
      return;
    }
    if (claimed == null) {
      fail(attempt, RecoveryFailure.UNAVAILABLE);
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

  /** Tries again, since something has changed that an attempt may wait for. */
  private void tryAll() {
    List.copyOf(attempts).forEach(this::tryRecover);
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
    }
  }

  private void complete(
      RecoveryAttempt attempt, Session session, RecoveryDecision.Complete decision) {
    close(attempt);
    RecoveryCallback.RecoveredSession recoveredSession = decision.restored(session, attempt.pid);
    Socket socket = attempt.callback.restore(recoveredSession);
    // Before the client is told: from then on it may disconnect, and its session must be known.
    sessionWriter.add(
        new RecoverableSocket(
            sessionWriter, socket, attempt.pid, attempt.fencingToken, session.connectedPosition()));
    attempt.callback.sendMissed(socket, recoveredSession);
    counters.recovered().increment();
    bus.publish(new BusMessage.Recovered(session.namespace(), session.id(), attempt.fencingToken));
  }

  /** Its client is connected elsewhere. */
  private void disconnectOld(Socket old) {
    RecoverableSocket recoverableSocket = sessionWriter.of(old);
    if (recoverableSocket != null) {
      sessionWriter.drop(recoverableSocket);
    }
    old.sender().disconnect(true, CloseReason.RECOVERED);
  }

  private void fail(RecoveryAttempt attempt, RecoveryFailure failure) {
    close(attempt);
    if (attempt.fencingToken > 0) {
      long keepMillis = RecoveryDecision.keepMillis(failure, settings.windowMillis());
      sessionStore.release(attempt.pid, attempt.fencingToken, keepMillis);
    }
    reject(attempt.callback, failure);
  }

  private void close(RecoveryAttempt attempt) {
    attempt.isClosed = true;
    attempts.remove(attempt);
  }

  private void reject(RecoveryCallback callback, RecoveryFailure failure) {
    counters.failures(failure).increment();
    callback.reject(failure);
  }

  /** The number of recovered sessions. */
  public long recovered() {
    return counters.recovered().sum();
  }

  /** The number of failed recoveries for this reason. */
  public long failures(RecoveryFailure failure) {
    return counters.failures(failure).sum();
  }

  /** The number of messages in the history. */
  public int historySize() {
    return messageHistory.size();
  }

  /** Their approximate size in memory. */
  public long historyBytes() {
    return messageHistory.bytes();
  }

  /** The number of saved sessions. */
  public long sessionWrites() {
    return sessionWriter.writes();
  }

  /** The number of sessions that were not saved because of the limit in bytes. */
  public long skippedSessionWrites() {
    return sessionWriter.bytes().skipped();
  }

  /** The size of the sessions of this gateway in Redis. */
  public long sessionBytes() {
    return sessionWriter.bytes().total();
  }

  /** The number of writes in flight. */
  public int pendingSessionWrites() {
    return sessionWriter.inFlight();
  }
}
