package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.RecoverySettings;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway says again and again of all sessions that it holds: that it lives, and an
 * offset up to which no client was sent more than its session tells. An offset is said in rounds:
 *
 * <ol>
 *   <li>a round begins with where the history is, and with those whose sessions do not tell all;
 *   <li>each of them has paid once its session is written;
 *   <li>when all have, the offset is said.
 * </ol>
 *
 * <p>Used between two messages of the bus only.
 */
final class DeliveredWatermark {
  private final RecoverySettings settings;
  private final Bus bus;
  private final SessionStore sessionStore;
  private @Nullable StreamPosition position;
  private @Nullable Checkpoint openCheckpoint;
  private long startedMillis = Long.MIN_VALUE / 2;
  private boolean isPublished;
  private boolean isFirstInFlight;

  DeliveredWatermark(RecoverySettings settings, Bus bus, SessionStore sessionStore) {
    this.settings = settings;
    this.bus = bus;
    this.sessionStore = sessionStore;
  }

  /** A session that has to be written before a round ends. */
  interface UnsavedSession {
    @Nullable Checkpoint checkpoint();

    void setCheckpoint(@Nullable Checkpoint checkpoint);
  }

  static final class Checkpoint {
    private final StreamPosition position;
    private int unsaved;

    private Checkpoint(StreamPosition at) {
      this.position = at;
    }
  }

  /** Says it unless it is said, or being said. */
  void publishFirst() {
    if (!isPublished && !isFirstInFlight && bus.position() != null) {
      isFirstInFlight = true;
      publish();
    }
  }

  /** Redis may have lost it. What is said next must not be more than what was said before. */
  void reset() {
    isPublished = false;
    openCheckpoint = null;
  }

  boolean isDue(long now) {
    return isPublished && startedMillis + settings.heartbeatMillis() <= now;
  }

  /** Begins a round, unless one is still waited for; then what was said is only said again. */
  void startCheckpoint(long now, Collection<? extends UnsavedSession> unsaved) {
    StreamPosition here = bus.position();
    startedMillis = now;
    if (openCheckpoint != null || here == null) {
      publish();
      return;
    }
    Checkpoint checkpoint = new Checkpoint(here);
    unsaved.forEach(each -> each.setCheckpoint(checkpoint));
    checkpoint.unsaved = unsaved.size();
    openCheckpoint = checkpoint;
    finishIfAllSaved(checkpoint);
  }

  void markSaved(UnsavedSession session) {
    Checkpoint checkpoint = openCheckpoint;
    if (checkpoint != null && session.checkpoint() == checkpoint) {
      checkpoint.unsaved--;
      finishIfAllSaved(checkpoint);
    }
    session.setCheckpoint(null);
  }

  /** One owes from now on what the other did. */
  static void transfer(UnsavedSession from, UnsavedSession to) {
    to.setCheckpoint(from.checkpoint());
    from.setCheckpoint(null);
  }

  private void finishIfAllSaved(Checkpoint checkpoint) {
    if (checkpoint.unsaved == 0) {
      position = checkpoint.position;
      openCheckpoint = null;
      publish();
    }
  }

  private void publish() {
    StreamPosition watermark = position == null ? bus.position() : position;
    if (watermark == null) {
      return;
    }
    position = watermark;
    sessionStore
        .heartbeat(watermark.toString(), settings.claimableMillis())
        .whenComplete((said, failure) -> bus.serialize(() -> published(failure == null)));
  }

  private void published(boolean succeeded) {
    isFirstInFlight = false;
    isPublished |= succeeded;
  }
}
