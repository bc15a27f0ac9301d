package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.session.model.Checkpoints;
import io.wsfleet.gateway.session.model.RecoverySettings;
import io.wsfleet.gateway.session.model.Session;
import io.wsfleet.gateway.session.model.SessionFormat;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves the sessions of this gateway's sockets:
 *
 * <ol>
 *   <li>A session is saved when its socket connects and whenever its rooms or its data change,
 *       since a gateway that is killed cannot save anything.
 *   <li>At an interval the sessions are saved again whose sockets were sent something since; then
 *       the {@link DeliveredWatermark} is published: up to there every delivery is in the saved
 *       session. So an idle socket costs nothing.
 *   <li>The session of a closed socket is saved once more, with the window as its time to live.
 * </ol>
 *
 * <p>Used serialized with the bus only.
 */
final class SessionWriter {
  private static final int MAX_IN_FLIGHT = 200;

  private final RecoverySettings settings;
  private final Bus bus;
  private final SessionStore sessionStore;
  private final Hub hub;
  private final LongSupplier clock;
  private final DeliveredWatermark watermark;
  private final LongAdder writes = new LongAdder();
  private final SessionBytes bytes;
  private final Deque<RecoverableSocket> dirty = new ArrayDeque<>();
  private final DetachedSessions detached;
  private final Set<RecoverableSocket> detaching = ConcurrentHashMap.newKeySet();
  private volatile int inFlight;
  private long lastStoreAnswer;

  SessionWriter(
      RecoverySettings settings, Bus bus, SessionStore sessionStore, Hub hub, LongSupplier clock) {
    this.settings = settings;
    this.bus = bus;
    this.sessionStore = sessionStore;
    this.hub = hub;
    this.clock = clock;
    this.bytes = new SessionBytes(settings.maxSessionBytes());
    this.watermark = new DeliveredWatermark(settings, bus, sessionStore, this::onStoreAnswer);
    this.detached = new DetachedSessions(bus, sessionStore, clock, bytes, watermark);
    this.lastStoreAnswer = clock.getAsLong();
  }

  void add(RecoverableSocket recoverableSocket) {
    recoverableSocket.socket().setChangeListener(recoverableSocket);
    markDirtyAndWrite(recoverableSocket);
  }

  /** The rooms or the data of the socket have changed. From any thread. */
  void onChange(RecoverableSocket recoverableSocket) {
    bus.serialize(
        () -> {
          if (recoverableSocket.isOwned()) {
            markDirtyAndWrite(recoverableSocket);
          }
        });
  }

  @Nullable RecoverableSocket of(Socket socket) {
    return socket.changeListener() instanceof RecoverableSocket recoverableSocket
        ? recoverableSocket
        : null;
  }

  /** This gateway no longer owns the session. */
  void drop(RecoverableSocket recoverableSocket) {
    if (recoverableSocket.isOwned()) {
      recoverableSocket.socket().removeChangeListener();
      count(recoverableSocket, 0);
      watermark.markSaved(recoverableSocket);
    }
  }

  /** The socket will be removed from the hub and {@link #detach}ed. From any thread. */
  @Nullable RecoverableSocket beginDetach(Socket socket) {
    RecoverableSocket recoverableSocket = of(socket);
    if (recoverableSocket != null) {
      detaching.add(recoverableSocket);
    }
    return recoverableSocket;
  }

  /**
   * The socket was removed from the hub.
   *
   * @param at a position up to which it was sent everything
   */
  void detach(
      RecoverableSocket recoverableSocket,
      Set<String> rooms,
      StreamPosition at,
      boolean recoverable) {
    detaching.remove(recoverableSocket);
    if (!recoverableSocket.isOwned()) {
      return;
    }
    String content = recoverable ? SessionFormat.encode(recoverableSocket.session(rooms, at)) : "";
    if (!recoverable || !bytes.fits(content.length() - recoverableSocket.bytes)) {
      drop(recoverableSocket);
      sessionStore.release(recoverableSocket.pid(), recoverableSocket.fencingToken(), 0);
      return;
    }
    long expiresAt = clock.getAsLong() + settings.windowMillis();
    DetachedSession detachedSession =
        new DetachedSession(
            recoverableSocket.pid(), recoverableSocket.fencingToken(), content, expiresAt);
    Checkpoints.transfer(recoverableSocket, detachedSession);
    drop(recoverableSocket);
    detached.add(detachedSession);
  }

  /** Has all sessions saved again: Redis may have lost them. */
  void markAllDirty() {
    watermark.reset();
    recoverableSockets().forEach(this::markDirty);
    detached.markAllUnsaved();
  }

  /** Saves what has to be saved, within the limit of writes in flight. */
  void tick() {
    long now = clock.getAsLong();
    detached.removeExpired(now);
    if (watermark.isDue(now)) {
      startCheckpoint(now);
    }
    detached.writeUnsaved();
    write(now);
  }

  /** The number of writes in flight or to be done for closed sockets; from any thread. */
  int pendingWrites() {
    return inFlight + detached.pendingWrites();
  }

  /** The store has answered. */
  void onStoreAnswer() {
    lastStoreAnswer = clock.getAsLong();
  }

  /** When the store answered last, or when this gateway started. */
  long lastStoreAnswer() {
    return lastStoreAnswer;
  }

  /** The size of the sessions; from any thread. */
  SessionBytes bytes() {
    return bytes;
  }

  /** The number of saved sessions; from any thread. */
  long writes() {
    return writes.sum();
  }

  private List<RecoverableSocket> recoverableSockets() {
    List<RecoverableSocket> recoverables = new ArrayList<>();
    for (String namespace : hub.namespaces()) {
      for (Socket socket : hub.find(Audience.all(namespace))) {
        RecoverableSocket recoverableSocket = of(socket);
        if (recoverableSocket != null) {
          recoverables.add(recoverableSocket);
        }
      }
    }
    return recoverables;
  }

  private void startCheckpoint(long now) {
    Set<Checkpoints.UnsavedSession> unsaved = new HashSet<>();
    for (RecoverableSocket recoverableSocket : recoverableSockets()) {
      if (recoverableSocket.hasUnsavedDeliveries()
          || recoverableSocket.writtenMillis + settings.rewriteMillis() <= now) {
        markDirty(recoverableSocket);
      }
      if (recoverableSocket.isDirty || recoverableSocket.isBeingWritten) {
        unsaved.add(recoverableSocket);
      }
    }
    unsaved.addAll(detaching);
    unsaved.addAll(detached.unsaved());
    watermark.startCheckpoint(now, unsaved);
  }

  private void markDirtyAndWrite(RecoverableSocket recoverableSocket) {
    markDirty(recoverableSocket);
    write(clock.getAsLong());
  }

  private void markDirty(RecoverableSocket recoverableSocket) {
    if (!recoverableSocket.isDirty && recoverableSocket.isOwned()) {
      recoverableSocket.isDirty = true;
      dirty.add(recoverableSocket);
    }
  }

  private void write(long now) {
    StreamPosition at = bus.position();
    // Before the sessions, on the same connection: without a watermark nobody can claim them.
    watermark.publishFirst();
    while (at != null && inFlight < MAX_IN_FLIGHT && !dirty.isEmpty()) {
      RecoverableSocket next = dirty.remove();
      if (next.isDirty && !next.isBeingWritten && next.isOwned()) {
        write(next, at, now);
      }
    }
  }

  private void write(RecoverableSocket recoverableSocket, StreamPosition at, long now) {
    Session session = recoverableSocket.session(hub.roomsOf(recoverableSocket.socket()), at);
    String content = SessionFormat.encode(session);
    recoverableSocket.isDirty = false;
    recoverableSocket.writtenMillis = now;
    if (!bytes.fits(content.length() - recoverableSocket.bytes)) {
      count(recoverableSocket, 0);
      sessionStore.release(recoverableSocket.pid(), recoverableSocket.fencingToken(), 0);
      watermark.markSaved(recoverableSocket);
      return;
    }
    count(recoverableSocket, content.length());
    recoverableSocket.isBeingWritten = true;
    inFlight++;
    sessionStore
        .saveLive(
            recoverableSocket.pid(),
            recoverableSocket.fencingToken(),
            content,
            settings.liveTtlMillis())
        .whenComplete(
            (isOwned, failure) -> bus.serialize(() -> onWritten(recoverableSocket, isOwned)));
  }

  /** {@code isOwned} is null if the store is unavailable. */
  private void onWritten(RecoverableSocket recoverableSocket, @Nullable Boolean isOwned) {
    inFlight--;
    recoverableSocket.isBeingWritten = false;
    if (isOwned == null) {
      // Retried at the next tick, and not at once.
      recoverableSocket.isDirty = true;
      dirty.add(recoverableSocket);
    } else if (!isOwned && recoverableSocket.isOwned()) {
      drop(recoverableSocket);
      recoverableSocket.socket().sender().disconnect(true, CloseReason.RECOVERED);
    } else {
      writes.increment();
      if (recoverableSocket.isDirty) {
        dirty.add(recoverableSocket);
      } else {
        watermark.markSaved(recoverableSocket);
      }
      write(clock.getAsLong());
    }
  }

  private void count(RecoverableSocket recoverableSocket, int now) {
    bytes.add(now - recoverableSocket.bytes);
    recoverableSocket.bytes = now;
  }
}
