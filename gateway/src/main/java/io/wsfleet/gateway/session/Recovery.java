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
 * Connection state recovery. A client that comes back, to this gateway from whichever it was at:
 *
 * <ol>
 *   <li>its session is taken over, which one gateway alone can do;
 *   <li>this gateway waits until it has heard all that the client has heard, and until an old
 *       connection of the client's to itself is gone;
 *   <li>between two messages of the bus it looks up what the client missed, makes it a member of
 *       the hub, and tells it that it is connected and then that: what comes next it gets like
 *       everybody;
 *   <li>the fleet is told, so that who still has the old connection drops it.
 * </ol>
 *
 * Where one of these is not possible the client gets a new session, and it is counted why.
 */
public final class Recovery implements SessionRecovery {
  private static final long ATTEMPT_MILLIS = 3000;

  private final RecoverySettings settings;
  private final Bus bus;
  private final Hub hub;
  private final Supplier<String> ids;
  private final LongSupplier clock;
  private final boolean isOn;
  private final SessionStore sessionStore;
  private final MessageHistory messageHistory;
  private final SessionWriter sessionWriter;
  private final List<RecoveryAttempt> attempts = new ArrayList<>();
  private final RecoveryCounters counters = new RecoveryCounters();
  private volatile @Nullable EncodedPosition lastEncoded;

  /**
   * @param ids names that nobody can guess
   * @param clock milliseconds that never go back
   */
  public Recovery(
      RecoverySettings settings, Bus bus, Hub hub, Supplier<String> ids, LongSupplier clock) {
    this.settings = settings;
    this.bus = bus;
    this.hub = hub;
    this.ids = ids;
    this.clock = clock;
    this.messageHistory = new MessageHistory(settings);
    SessionStore shared = bus.sessionStore();
    this.isOn = settings.isOn() && shared != null;
    this.sessionStore = shared == null ? new InMemorySessionStore(clock) : shared;
    this.sessionWriter = new SessionWriter(settings, bus, sessionStore, hub, clock);
  }

  /** Whether a client that says that it was here before is believed to have been. */
  @Override
  public boolean isOn() {
    return isOn;
  }

  /** What a new socket needs to be recovered later. */
  private record NewSession(Recovery recovery, String pid, EncodedPosition position)
      implements SessionStart {
    /** The offset of the history when it came, as clients keep it. */
    @Override
    public String since() {
      return position.text;
    }

    @Override
    public void register(Socket socket) {
      recovery.register(socket, this);
    }
  }

  /** An offset and how it is written. Sockets that come while nothing is said share one. */
  record EncodedPosition(StreamPosition position, String text) {}

  /** A ticket; null if sockets cannot be recovered now. To be had before the socket joins. */
  @Override
  public @Nullable SessionStart startSession() {
    StreamPosition position = bus.position();
    return !isOn || position == null ? null : new NewSession(this, ids.get(), encoded(position));
  }

  private EncodedPosition encoded(StreamPosition position) {
    EncodedPosition known = lastEncoded;
    if (known == null || known.position != position) {
      known = new EncodedPosition(position, position.toString());
      lastEncoded = known;
    }
    return known;
  }

  /** A new socket has joined. */
  private void register(Socket socket, NewSession sessionStart) {
    bus.serialize(
        () ->
            sessionWriter.add(
                new RecoverableSocket(
                    sessionWriter, socket, sessionStart.pid(), 1, sessionStart.position.position)));
  }

  /** A socket goes: it is taken out of the hub, and can be recovered from here if it may be. */
  @Override
  public void unregister(Socket socket, CloseReason reason) {
    // Before it is removed: what comes afterwards it may not have got.
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

  /** A client says that it was here before. */
  @Override
  public void recover(
      String namespace, String pid, @Nullable String offset, RecoveryCallback recoveryCallback) {
    StreamPosition known = StreamPosition.parse(offset);
    if (!RecoveryDecision.isSessionId(pid) || (offset != null && known == null)) {
      reject(recoveryCallback, RecoveryFailure.MALFORMED);
      return;
    }
    long deadline = clock.getAsLong() + ATTEMPT_MILLIS;
    RecoveryAttempt recoveryAttempt =
        new RecoveryAttempt(namespace, pid, known, recoveryCallback, deadline);
    bus.serialize(() -> attempts.add(recoveryAttempt));
    bus.subscribe(namespace)
        .thenCompose(attended -> sessionStore.claim(pid, settings.claimableMillis()))
        .whenComplete(
            (claimed, failure) -> bus.serialize(() -> onClaimed(recoveryAttempt, claimed)));
  }

  /** A message of the fleet has its place in the history. Told by the bus, like the next two. */
  public void addToHistory(BusMessage message, StreamPosition streamPosition) {
    if (isOn) {
      messageHistory.add(streamPosition, message, clock.getAsLong());
      if (!attempts.isEmpty()) {
        bus.serialize(this::tryAll);
      }
    }
  }

  /** What was said up to this offset is not known. */
  public void resetHistory(StreamPosition upTo) {
    messageHistory.reset(upTo);
    sessionWriter.markAllDirty();
  }

  /** A client has come back somewhere; what we have of it may be its old connection. */
  public void onRecovered(BusMessage.Recovered message) {
    Socket socket = hub.socket(message.namespace(), message.socketId());
    RecoverableSocket recoverableSocket = socket == null ? null : sessionWriter.of(socket);
    if (recoverableSocket != null && recoverableSocket.fencingToken() < message.fencingToken()) {
      disconnectOld(recoverableSocket.member());
    }
  }

  /** Has to be called now and then. */
  public void tick() {
    if (!isOn) {
      return;
    }
    bus.serialize(
        () -> {
          long now = clock.getAsLong();
          for (RecoveryAttempt recoveryAttempt : List.copyOf(attempts)) {
            if (recoveryAttempt.deadline <= now) {
              fail(recoveryAttempt, RecoveryDecision.onTimeout(recoveryAttempt.session));
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
      tryRecover(attempt, recover.session());
    } else if (decision instanceof ClaimDecision.Fail fail) {
      fail(attempt, fail.failure());
    }
  }

  /** Something has changed that an attempt may wait for. */
  private void tryAll() {
    for (RecoveryAttempt attempt : List.copyOf(attempts)) {
      Session session = attempt.session;
      if (!attempt.isClosed && session != null) {
        tryRecover(attempt, session);
      }
    }
  }

  private void tryRecover(RecoveryAttempt attempt, Session session) {
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
    RecoveryCallback.RecoveredSession recoveredSession =
        new RecoveryCallback.RecoveredSession(
            session.id(),
            decision.missed().rooms(),
            session.data(),
            attempt.pid,
            decision.offset().toString(),
            decision.missed().deliveries());
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

  /** How many clients came back. */
  public long recovered() {
    return counters.recovered().sum();
  }

  /** How many came back in vain, for this reason. */
  public long failures(RecoveryFailure failure) {
    return counters.failures(failure).sum();
  }

  /** How many messages a client could be told that missed them. */
  public int historySize() {
    return messageHistory.size();
  }

  /** How much memory those take, about. */
  public long historyBytes() {
    return messageHistory.bytes();
  }

  /** How often a session was written. */
  public long sessionWrites() {
    return sessionWriter.writes();
  }

  /** How often a session was not, since all together were too large. */
  public long skippedSessionWrites() {
    return sessionWriter.skipped();
  }

  /** How many bytes the sessions of this gateway have in Redis. */
  public long sessionBytes() {
    return sessionWriter.bytes();
  }

  /** How many writes of sessions are on their way. */
  public int pendingSessionWrites() {
    return sessionWriter.inFlight();
  }
}
