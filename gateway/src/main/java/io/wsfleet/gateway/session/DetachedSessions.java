package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.SessionStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of closed sockets, until they expire: each is saved, and saved again if Redis may
 * have lost it. Used serialized with the bus only.
 */
final class DetachedSessions {
  private static final int MAX_IN_FLIGHT = 200;

  private final Bus bus;
  private final SessionStore sessionStore;
  private final LongSupplier clock;
  private final SessionBytes bytes;
  private final DeliveredWatermark watermark;
  // The first expires first.
  private final Deque<DetachedSession> sessions = new ArrayDeque<>();
  private int inFlight;
  private volatile int unsaved;

  DetachedSessions(
      Bus bus,
      SessionStore sessionStore,
      LongSupplier clock,
      SessionBytes bytes,
      DeliveredWatermark watermark) {
    this.bus = bus;
    this.sessionStore = sessionStore;
    this.clock = clock;
    this.bytes = bytes;
    this.watermark = watermark;
  }

  void add(DetachedSession session) {
    bytes.add(session.content.length());
    sessions.add(session);
    unsaved++;
    write(session);
  }

  /** Has all of them saved again. */
  void markAllUnsaved() {
    for (DetachedSession each : sessions) {
      if (each.isWritten) {
        each.isWritten = false;
        unsaved++;
      }
    }
  }

  void removeExpired(long now) {
    for (DetachedSession each = sessions.peek();
        each != null && each.expiresAt <= now;
        each = sessions.peek()) {
      sessions.remove();
      bytes.add(-each.content.length());
      markWritten(each);
    }
  }

  /** Saves what is not saved, within the limit of writes in flight. */
  void writeUnsaved() {
    if (unsaved > 0) {
      sessions.stream()
          .filter(DetachedSession::needsWrite)
          .limit(MAX_IN_FLIGHT - Math.min(inFlight, MAX_IN_FLIGHT))
          .toList()
          .forEach(this::write);
    }
  }

  /** Those that are not saved. */
  List<DetachedSession> unsaved() {
    return unsaved == 0 ? List.of() : sessions.stream().filter(each -> !each.isWritten).toList();
  }

  /** The number of those that are not saved; from any thread. */
  int pendingWrites() {
    return unsaved;
  }

  private void write(DetachedSession session) {
    session.isBeingWritten = true;
    inFlight++;
    sessionStore
        .save(
            session.pid,
            session.fencingToken,
            session.content,
            Math.max(1, session.expiresAt - clock.getAsLong()))
        .whenComplete((isOwned, failure) -> bus.serialize(() -> onWritten(session, isOwned)));
  }

  /** {@code isOwned} is null if the store is unavailable; then it is retried. */
  private void onWritten(DetachedSession session, @Nullable Boolean isOwned) {
    inFlight--;
    session.isBeingWritten = false;
    if (isOwned != null) {
      markWritten(session);
    }
  }

  private void markWritten(DetachedSession session) {
    if (!session.isWritten) {
      session.isWritten = true;
      unsaved--;
      watermark.markSaved(session);
    }
  }
}
