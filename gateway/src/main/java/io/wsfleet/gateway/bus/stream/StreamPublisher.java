package io.wsfleet.gateway.bus.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishException;
import io.wsfleet.gateway.bus.stream.wire.EntryFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into the {@link PublishOutbox}, has the {@link StreamWriter} send them, and fails
 * those that expire. While the master is unavailable it delivers them to this gateway.
 */
final class StreamPublisher {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long CHECK_MILLIS = 100;
  private static final long IDLE_CHECK_MILLIS = 1000;

  private final Vertx vertx;
  private final Context context;
  private final Limits limits;
  private final PublishOutbox outbox;
  private final StreamWriter writer;
  private final LocalDelivery delivery;
  private final LongAdder failures;
  private final LongSupplier clock;
  private final AtomicBoolean sendScheduled = new AtomicBoolean();
  private volatile boolean warnedOfFullQueue;
  private boolean closed;

  /**
   * @param maxQueuedBytes the size of the outbox
   * @param publishTimeoutMillis how long a message may wait until the stream has accepted it
   * @param masterTimeoutMillis how long the master may be unavailable before own messages are
   *     delivered without it
   */
  record Limits(long maxQueuedBytes, long publishTimeoutMillis, long masterTimeoutMillis) {}

  StreamPublisher(
      Vertx vertx,
      Context context,
      Limits limits,
      PublishOutbox outbox,
      StreamWriter writer,
      LocalDelivery delivery,
      LongAdder failures,
      LongSupplier clock) {
    this.vertx = vertx;
    this.context = context;
    this.limits = limits;
    this.outbox = outbox;
    this.writer = writer;
    this.delivery = delivery;
    this.failures = failures;
    this.clock = clock;
  }

  /** Checks the outbox from now on. On the event loop, like {@link #close}. */
  void start() {
    check();
  }

  void close() {
    closed = true;
    failAll(outbox.removeExpired(Long.MAX_VALUE), "the gateway is stopping");
  }

  /** Publishes a message. From any thread; a burst of messages costs the event loop one task. */
  PendingPublish submit(BusMessage message, @Nullable ProducerSequence sequence) {
    long deadline = clock.getAsLong() + limits.publishTimeoutMillis();
    PendingPublish pending =
        new PendingPublish(message, EntryFormat.encode(message), deadline, sequence);
    List<PendingPublish> dropped = outbox.add(pending);
    if (!dropped.isEmpty()) {
      warnOfFullQueue();
      failAll(dropped, "the publish queue was full");
    }
    if (sendScheduled.compareAndSet(false, true)) {
      context.runOnContext(go -> send());
    }
    return pending;
  }

  private void send() {
    // Before the queue is read, so that a message added meanwhile schedules again.
    sendScheduled.set(false);
    deliverIfMasterAway();
    writer.send();
  }

  private void check() {
    if (closed) {
      return;
    }
    if (writer.isUp()) {
      warnedOfFullQueue = false;
    }
    deliverIfMasterAway();
    failAll(outbox.removeExpired(clock.getAsLong()), "the publish timeout passed");
    boolean isIdle = writer.isUp() && outbox.size() == 0;
    vertx.setTimer(isIdle ? IDLE_CHECK_MILLIS : CHECK_MILLIS, id -> check());
  }

  private void deliverIfMasterAway() {
    long awayMillis = writer.awayMillis(clock.getAsLong());
    if (LocalDelivery.mustBypassStream(awayMillis, limits.masterTimeoutMillis())) {
      delivery.deliverPending();
    }
  }

  private void failAll(List<PendingPublish> expired, String reason) {
    failures.add(PendingPublish.countClients(expired));
    for (PendingPublish each : expired) {
      // A message that has a number was sent at least once.
      String suffix = each.number() > 0 ? "; it may have been delivered" : "";
      each.published.completeExceptionally(new PublishException(reason + suffix));
    }
  }

  private void warnOfFullQueue() {
    if (!warnedOfFullQueue) {
      warnedOfFullQueue = true;
      LOG.warnf(
          "event=publish-queue-full bytes=%d; the oldest messages are dropped until the master is"
              + " available",
          limits.maxQueuedBytes());
    }
  }
}
