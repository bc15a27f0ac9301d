package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.Checkpoints;
import io.wsfleet.gateway.session.model.Checkpoints.UnsavedSession;
import io.wsfleet.gateway.session.model.RecoverySettings;
import java.util.Collection;

/**
 * Publishes the heartbeat of the sessions that this gateway holds, with a watermark: the offset up
 * to which every message that a client was sent is in its saved session. {@link Checkpoints} finds
 * it. Used serialized with the bus only.
 */
final class DeliveredWatermark {
  private final RecoverySettings settings;
  private final Bus bus;
  private final SessionStore sessionStore;
  private final Runnable onStoreAnswer;
  private final Checkpoints checkpoints = new Checkpoints();
  private long startedMillis = Long.MIN_VALUE / 2;
  private boolean isPublished;
  private boolean isFirstInFlight;

  DeliveredWatermark(
      RecoverySettings settings, Bus bus, SessionStore sessionStore, Runnable onStoreAnswer) {
    this.onStoreAnswer = onStoreAnswer;
    this.settings = settings;
    this.bus = bus;
    this.sessionStore = sessionStore;
  }

  /** Publishes the watermark, unless it is published or in flight. */
  void publishFirst() {
    if (!isPublished && !isFirstInFlight && bus.position() != null) {
      isFirstInFlight = true;
      publish();
    }
  }

  /** Redis may have lost it. The next watermark must not be higher than the last one. */
  void reset() {
    isPublished = false;
    checkpoints.reset();
  }

  boolean isDue(long now) {
    return isPublished && startedMillis + settings.heartbeatMillis() <= now;
  }

  /** Starts a checkpoint; while one is open the watermark is published unchanged. */
  void startCheckpoint(long now, Collection<? extends UnsavedSession> unsaved) {
    startedMillis = now;
    if (checkpoints.start(bus.position(), unsaved)) {
      publish();
    }
  }

  void markSaved(UnsavedSession session) {
    if (checkpoints.markSaved(session)) {
      publish();
    }
  }

  private void publish() {
    StreamPosition watermark = checkpoints.watermark(bus.position());
    if (watermark == null) {
      return;
    }
    sessionStore
        .heartbeat(watermark.toString(), settings.claimableMillis())
        .whenComplete((published, failure) -> bus.serialize(() -> published(failure == null)));
  }

  private void published(boolean succeeded) {
    isFirstInFlight = false;
    isPublished |= succeeded;
    if (succeeded) {
      onStoreAnswer.run();
    }
  }
}
