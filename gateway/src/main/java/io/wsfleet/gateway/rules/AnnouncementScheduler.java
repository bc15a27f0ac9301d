package io.wsfleet.gateway.rules;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tries to get the lock of each slot of each announcement, and sends it with the lock. */
public final class AnnouncementScheduler {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.announcements");

  private final Vertx vertx;
  private final Clock clock;
  private final Bus bus;
  private final EventRouter eventRouter;
  private final BooleanSupplier ready;
  private final LongAdder sent = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private volatile boolean closed;

  /**
   * @param ready while false, the gateway does not take part, because it is not connected to the
   *     bus
   */
  public AnnouncementScheduler(
      Vertx vertx, Clock clock, Bus bus, EventRouter eventRouter, BooleanSupplier ready) {
    this.ready = ready;
    this.vertx = vertx;
    this.clock = clock;
    this.bus = bus;
    this.eventRouter = eventRouter;
  }

  public void start(List<Announcement> announcements) {
    announcements.forEach(announcement -> schedule(announcement, nextSlot(announcement)));
  }

  public void close() {
    closed = true;
  }

  /** Returns how many announcements this gateway sent. */
  public long sent() {
    return sent.sum();
  }

  /** Returns how many slots were skipped because Redis did not answer. */
  public long skipped() {
    return skipped.sum();
  }

  private long nextSlot(Announcement announcement) {
    return announcement.slot(clock.millis()) + 1;
  }

  private void schedule(Announcement announcement, long slot) {
    long millis = Math.max(1, announcement.untilStart(slot, clock.millis()));
    vertx.setTimer(millis, id -> onSlot(announcement, slot));
  }

  private void onSlot(Announcement announcement, long slot) {
    if (closed) {
      return;
    }
    // After a pause of the process, the slots that it missed are not made up for.
    if (ready.getAsBoolean() && announcement.slot(clock.millis()) <= slot) {
      bus.tryLock(announcement.lockName(slot), announcement.lockMillis())
          .whenComplete((acquired, failure) -> onLock(announcement, acquired, failure));
    }
    schedule(announcement, Math.max(slot + 1, nextSlot(announcement)));
  }

  private void onLock(
      Announcement announcement, @Nullable Boolean acquired, @Nullable Throwable failure) {
    if (failure != null) {
      skipped.increment();
      LOG.warnf(
          "event=%s state=skipped reason=\"%s\"",
          LogText.safe(announcement.event().name()), LogText.safe(failure.getMessage()));
    } else if (Boolean.TRUE.equals(acquired)) {
      sent.increment();
      eventRouter.broadcast(announcement.event(), Audience.all(NamespaceMatcher.MAIN));
    }
  }
}
