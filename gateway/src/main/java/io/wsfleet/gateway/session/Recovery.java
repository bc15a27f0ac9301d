package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.InMemorySessionStore;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.session.model.MessageHistory;
import io.wsfleet.gateway.session.model.RecoverySettings;
import io.wsfleet.gateway.session.model.Replay;
import io.wsfleet.gateway.session.model.Session;
import io.wsfleet.gateway.session.model.SessionFormat;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.RecoveryCallback;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.SessionRecovery;
import io.wsfleet.gateway.socketio.server.Socket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
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
  /** After these a client may come back. After the others it was meant to go, or misbehaved. */
  private static final Set<CloseReason> RECOVERABLE =
      EnumSet.of(
          CloseReason.TRANSPORT_CLOSE,
          CloseReason.TRANSPORT_ERROR,
          CloseReason.PING_TIMEOUT,
          CloseReason.SHUTTING_DOWN,
          CloseReason.SLOW_CLIENT,
          CloseReason.RECOVERED);

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
  private final LongAdder recovered = new LongAdder();
  private volatile @Nullable EncodedPosition lastEncoded;
  private final Map<RecoveryFailure, LongAdder> failures = new EnumMap<>(RecoveryFailure.class);

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
    for (RecoveryFailure failure : RecoveryFailure.values()) {
      failures.put(failure, new LongAdder());
    }
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
            sessionWriter.detach(detaching, rooms, at, RECOVERABLE.contains(reason));
          }
          tryAll();
        });
  }

  /** A client says that it was here before. */
  @Override
  public void recover(
      String namespace, String pid, @Nullable String offset, RecoveryCallback recoveryCallback) {
    StreamPosition known = StreamPosition.parse(offset);
    if (!isId(pid) || (offset != null && known == null)) {
      refuse(recoveryCallback, RecoveryFailure.MALFORMED);
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
              fail(
                  recoveryAttempt,
                  recoveryAttempt.session == null
                      ? RecoveryFailure.UNAVAILABLE
                      : RecoveryFailure.BEHIND);
            }
          }
          messageHistory.trim(now);
          sessionWriter.tick();
          tryAll();
        });
  }

  private void onClaimed(
      RecoveryAttempt recoveryAttempt, SessionStore.@Nullable ClaimedSession claimed) {
    String content = claimed == null ? null : claimed.content();
    if (recoveryAttempt.isClosed) {
      if (claimed != null && content != null) {
        sessionStore.release(recoveryAttempt.pid, claimed.fencingToken(), 0);
      }
    } else if (claimed == null) {
      fail(recoveryAttempt, RecoveryFailure.UNAVAILABLE);
    } else if (content == null) {
      fail(recoveryAttempt, RecoveryFailure.NOT_FOUND);
    } else {
      recoveryAttempt.fencingToken = claimed.fencingToken();
      restoreFrom(recoveryAttempt, content, claimed.watermark());
    }
  }

  private void restoreFrom(
      RecoveryAttempt recoveryAttempt, String content, @Nullable String watermark) {
    try {
      recoveryAttempt.session = SessionFormat.decode(content).withWatermark(watermark);
    } catch (IOException unreadable) {
      fail(recoveryAttempt, RecoveryFailure.NOT_FOUND);
      return;
    }
    if (recoveryAttempt.session.namespace().equals(recoveryAttempt.namespace)) {
      tryRecover(recoveryAttempt, recoveryAttempt.session);
    } else {
      fail(recoveryAttempt, RecoveryFailure.WRONG_NAMESPACE);
    }
  }

  /** Something has changed that an attempt may wait for. */
  private void tryAll() {
    for (RecoveryAttempt recoveryAttempt : List.copyOf(attempts)) {
      Session session = recoveryAttempt.session;
      if (!recoveryAttempt.isClosed && session != null) {
        tryRecover(recoveryAttempt, session);
      }
    }
  }

  private void tryRecover(RecoveryAttempt recoveryAttempt, Session session) {
    StreamPosition from = session.resumeAfter(recoveryAttempt.lastReceived);
    StreamPosition position = bus.position();
    if (position == null || position.isBefore(from)) {
      return;
    }
    Socket old = hub.socket(session.namespace(), session.id());
    if (old != null) {
      if (!recoveryAttempt.hasDisconnectedOld) {
        recoveryAttempt.hasDisconnectedOld = true;
        disconnectOld(old);
      }
      return;
    }
    Replay replay = messageHistory.replay(from, session);
    if (replay instanceof Replay.NotRecoverable notRecoverable) {
      fail(recoveryAttempt, notRecoverable.failure());
    } else if (replay instanceof Replay.MissedMessages missedMessages) {
      complete(recoveryAttempt, session, missedMessages);
    }
  }

  private void complete(
      RecoveryAttempt recoveryAttempt, Session session, Replay.MissedMessages missedMessages) {
    close(recoveryAttempt);
    StreamPosition known =
        recoveryAttempt.lastReceived == null
            ? session.connectedPosition()
            : recoveryAttempt.lastReceived;
    RecoveryCallback.RecoveredSession recoveredSession =
        new RecoveryCallback.RecoveredSession(
            session.id(),
            missedMessages.rooms(),
            session.data(),
            recoveryAttempt.pid,
            known.toString(),
            missedMessages.deliveries());
    Socket socket = recoveryAttempt.callback.restore(recoveredSession);
    // Before it is greeted: from then on it may go, and its session has to be found.
    sessionWriter.add(
        new RecoverableSocket(
            sessionWriter,
            socket,
            recoveryAttempt.pid,
            recoveryAttempt.fencingToken,
            session.connectedPosition()));
    recoveryAttempt.callback.sendMissed(socket, recoveredSession);
    recovered.increment();
    bus.publish(
        new BusMessage.Recovered(session.namespace(), session.id(), recoveryAttempt.fencingToken));
  }

  /** Its client is not at the other end any more. */
  private void disconnectOld(Socket old) {
    RecoverableSocket recoverableSocket = sessionWriter.of(old);
    if (recoverableSocket != null) {
      sessionWriter.drop(recoverableSocket);
    }
    old.sender().disconnect(true, CloseReason.RECOVERED);
  }

  private void fail(RecoveryAttempt recoveryAttempt, RecoveryFailure failure) {
    close(recoveryAttempt);
    if (recoveryAttempt.fencingToken > 0) {
      // Its client will not ask for it again; one that named a wrong namespace may.
      long keep = failure == RecoveryFailure.WRONG_NAMESPACE ? settings.windowMillis() : 0;
      sessionStore.release(recoveryAttempt.pid, recoveryAttempt.fencingToken, keep);
    }
    refuse(recoveryAttempt.callback, failure);
  }

  private void close(RecoveryAttempt recoveryAttempt) {
    recoveryAttempt.isClosed = true;
    attempts.remove(recoveryAttempt);
  }

  private void refuse(RecoveryCallback recoveryCallback, RecoveryFailure failure) {
    count(failure).increment();
    recoveryCallback.reject(failure);
  }

  private LongAdder count(RecoveryFailure failure) {
    return Objects.requireNonNull(failures.get(failure));
  }

  private static boolean isId(String text) {
    return text.length() == 20
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'));
  }

  /** How many clients came back. */
  public long recovered() {
    return recovered.sum();
  }

  /** How many came back in vain, for this reason. */
  public long failures(RecoveryFailure failure) {
    return count(failure).sum();
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
