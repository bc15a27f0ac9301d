package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.InMemorySessionStore;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.session.model.MessageHistory;
import io.wsfleet.gateway.session.model.RecoveryDecision;
import io.wsfleet.gateway.session.model.RecoverySettings;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.RecoveryCallback;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.SessionRecovery;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * <p>While Redis does not answer, the client is held, see {@link RecoveryAttempts}. If the session
 * or what the client missed is gone, it gets a new session, and the reason is counted.
 */
public final class Recovery implements SessionRecovery {
  private final RecoverySettings settings;
  private final Bus bus;
  private final Hub hub;
  private final LongSupplier clock;
  private final boolean isOn;
  private final SessionStore sessionStore;
  private final MessageHistory messageHistory;
  private final SessionWriter sessionWriter;
  private final SessionStarter sessionStarter;
  private final RecoveryAttempts attempts;
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
    this.attempts =
        new RecoveryAttempts(
            settings, bus, hub, clock, sessionStore, messageHistory, sessionWriter, counters);
    sessionStore.onReconnect(() -> bus.serialize(this::onStoreReconnect));
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
          attempts.retry();
        });
  }

  @Override
  public void recover(
      String namespace, String pid, @Nullable String offset, RecoveryCallback callback) {
    StreamPosition known = StreamPosition.parse(offset);
    if (!RecoveryDecision.isSessionId(pid) || (offset != null && known == null)) {
      attempts.reject(callback, RecoveryFailure.MALFORMED);
      return;
    }
    bus.serialize(() -> attempts.start(namespace, pid, known, callback));
  }

  /** A message was added to the stream. Called serialized with the bus, like the next two. */
  public void addToHistory(BusMessage message, StreamPosition streamPosition) {
    if (isOn) {
      messageHistory.add(streamPosition, message, clock.getAsLong());
      attempts.retryLater();
    }
  }

  /** The messages up to this position are not known. */
  public void resetHistory(StreamPosition upTo) {
    messageHistory.reset(upTo);
    sessionWriter.markAllDirty();
  }

  /** A failover of Redis may have lost what was saved last. */
  private void onStoreReconnect() {
    if (isOn) {
      sessionWriter.markAllDirty();
    }
  }

  /** A client has recovered somewhere; this gateway may still have its old connection. */
  public void onRecovered(BusMessage.Recovered message) {
    Socket socket = hub.socket(message.namespace(), message.socketId());
    RecoverableSocket recoverableSocket = socket == null ? null : sessionWriter.of(socket);
    if (recoverableSocket != null && recoverableSocket.fencingToken() < message.fencingToken()) {
      attempts.disconnectOld(recoverableSocket.socket());
    }
  }

  /** Has to be called regularly. */
  public void tick() {
    if (!isOn) {
      return;
    }
    bus.serialize(
        () -> {
          messageHistory.trim(clock.getAsLong());
          sessionWriter.tick();
          attempts.tick();
        });
  }

  /** The number of recovered sessions. */
  public long recovered() {
    return counters.recovered().sum();
  }

  /** The number of failed recoveries for this reason. */
  public long failures(RecoveryFailure failure) {
    return counters.failures(failure).sum();
  }

  public RecoveryCounters counters() {
    return counters;
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

  /** The number of writes in flight, and of sessions of closed sockets that are not saved yet. */
  public int pendingSessionWrites() {
    return sessionWriter.pendingWrites();
  }

  /** Waits, for a limited time, until a replica has the sessions that were saved here. */
  public CompletionStage<Void> replicateSessions(long millis) {
    return isOn ? sessionStore.replicate(millis) : CompletableFuture.completedStage(null);
  }
}
