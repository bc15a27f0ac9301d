package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.PublishException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends publications to the master in order, one batch at a time. Publications that are added while
 * a batch is in flight, or while there is no master, make the next batch. Runs on the event loop of
 * the bus, except for the methods that say otherwise.
 *
 * <p>A batch that was in flight when the connection was lost is not sent again: the master may have
 * delivered it, and no message may be delivered twice.
 */
public final class Publisher implements ConnectionListener {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final RedisSettings settings;
  private final BusCounters counters;
  private final Executor eventLoop;
  private final PublishQueue queue;
  private final AtomicBoolean sendScheduled = new AtomicBoolean();
  private @Nullable RedisConnection connection;
  private boolean sending;
  private volatile boolean up;
  private volatile boolean warnedOfDrops;

  public Publisher(RedisSettings settings, BusCounters counters, Executor eventLoop) {
    this.settings = settings;
    this.counters = counters;
    this.eventLoop = eventLoop;
    this.queue = new PublishQueue(settings.maxQueuedBytes());
  }

  /**
   * Queues a publication, from any thread. The limit is applied on the calling thread, since the
   * event loop may be too busy to keep up; a burst of publications costs the loop one task.
   */
  public void publish(PublishQueue.Publication publication) {
    List<PublishQueue.Publication> dropped = queue.add(publication);
    if (!dropped.isEmpty()) {
      counters.publishFailures().add(dropped.size());
      dropped.forEach(
          each ->
              each.published()
                  .completeExceptionally(new PublishException("the publish queue was full")));
      if (!warnedOfDrops) {
        warnedOfDrops = true;
        LOG.warnf(
            "event=publish-queue-full bytes=%d; the oldest messages are dropped until the master is"
                + " available",
            settings.maxQueuedBytes());
      }
    }
    if (sendScheduled.compareAndSet(false, true)) {
      eventLoop.execute(this::sendScheduled);
    }
  }

  public void tryLock(String name, String owner, long millis, CompletableFuture<Boolean> locked) {
    RedisConnection made = connection;
    if (made == null) {
      locked.completeExceptionally(new IllegalStateException("the Redis master is unavailable"));
      return;
    }
    Request set = Request.cmd(Command.SET).arg(name).arg(owner).arg("NX").arg("PX").arg(millis);
    made.send(set)
        .onSuccess(reply -> locked.complete(reply != null))
        .onFailure(locked::completeExceptionally);
  }

  /** How many connections to the master are subscribed to a channel. */
  public Future<Integer> subscriberCount(String channel) {
    RedisConnection made = connection;
    if (made == null) {
      return Future.failedFuture("the Redis master is unavailable");
    }
    return made.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(channel))
        .map(counts -> counts.get(1).toInteger());
  }

  public boolean isUp() {
    return up;
  }

  @Override
  public void onUp(RedisConnection made) {
    up = true;
    connection = made;
    sending = false;
    warnedOfDrops = false;
    send();
  }

  @Override
  public void onDown() {
    up = false;
    connection = null;
  }

  /** From any thread. */
  public int queued() {
    return queue.size();
  }

  private void sendScheduled() {
    // Before the queue is read, so that a publication added meanwhile schedules again.
    sendScheduled.set(false);
    send();
  }

  private void send() {
    RedisConnection made = connection;
    if (made == null || sending) {
      return;
    }
    List<PublishQueue.Publication> batch = queue.nextBatch(settings.maxInFlight());
    if (!batch.isEmpty()) {
      sending = true;
      made.batch(batch.stream().map(Publisher::request).toList())
          .onComplete(sent -> batchSent(made, batch, sent.succeeded()));
    }
  }

  private static Request request(PublishQueue.Publication publication) {
    return Request.cmd(Command.PUBLISH).arg(publication.channel()).arg(publication.message());
  }

  private void batchSent(
      RedisConnection by, List<PublishQueue.Publication> batch, boolean succeeded) {
    (succeeded ? counters.published() : counters.publishFailures()).add(batch.size());
    for (PublishQueue.Publication publication : batch) {
      if (succeeded) {
        publication.published().complete(null);
      } else {
        publication
            .published()
            .completeExceptionally(new PublishException("the connection was closed"));
      }
    }
    if (by == connection) {
      sending = false;
      send();
    }
  }
}
