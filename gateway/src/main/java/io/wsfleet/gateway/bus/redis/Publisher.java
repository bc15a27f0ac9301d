package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.NotPublished;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends publications to the master in their order and one batch at a time, in one write; what comes
 * while a batch is on its way waits for its answer, as it does while there is no master, and makes
 * the next. Runs on the event loop of the bus, but for what says that it may be called from any
 * thread.
 *
 * <p>What was on its way when the connection broke is not sent again: the master may have passed it
 * on, and nobody should hear a message twice.
 */
public final class Publisher implements RedisLink.Owner {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final RedisSettings settings;
  private final BusCounters counters;
  private final Executor eventLoop;
  private final Outgoing outgoing;
  private final AtomicBoolean sendAsked = new AtomicBoolean();
  private @Nullable RedisConnection connection;
  private boolean sending;
  private volatile boolean up;
  private volatile boolean saidDropping;

  public Publisher(RedisSettings settings, BusCounters counters, Executor eventLoop) {
    this.settings = settings;
    this.counters = counters;
    this.eventLoop = eventLoop;
    this.outgoing = new Outgoing(settings.waitingBytes());
  }

  /**
   * From any thread. It is counted against the limit here and not on the event loop, which may be
   * too busy to keep up; a burst costs the loop one task.
   */
  public void publish(Outgoing.Publication publication) {
    List<Outgoing.Publication> dropped = outgoing.add(publication);
    if (!dropped.isEmpty()) {
      counters.unpublished().add(dropped.size());
      dropped.forEach(
          each ->
              each.taken().completeExceptionally(new NotPublished("it waited behind too much")));
      if (!saidDropping) {
        saidDropping = true;
        LOG.warnf(
            "event=publish-queue-full bytes=%d; the oldest messages are lost to other gateways"
                + " until the master is back",
            settings.waitingBytes());
      }
    }
    if (sendAsked.compareAndSet(false, true)) {
      eventLoop.execute(this::sendAsAsked);
    }
  }

  public void claim(String name, String owner, long millis, CompletableFuture<Boolean> claimed) {
    RedisConnection made = connection;
    if (made == null) {
      claimed.completeExceptionally(new IllegalStateException("the Redis master is away"));
      return;
    }
    Request set = Request.cmd(Command.SET).arg(name).arg(owner).arg("NX").arg("PX").arg(millis);
    made.send(set)
        .onSuccess(reply -> claimed.complete(reply != null))
        .onFailure(claimed::completeExceptionally);
  }

  /** How many connections to the master are subscribed to a channel. */
  public Future<Integer> subscribers(String channel) {
    RedisConnection made = connection;
    if (made == null) {
      return Future.failedFuture("the Redis master is away");
    }
    return made.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(channel))
        .map(counts -> counts.get(1).toInteger());
  }

  public boolean isUp() {
    return up;
  }

  @Override
  public void prepare(RedisConnection made, Runnable ready) {
    ready.run();
  }

  @Override
  public void receive(Response message) {}

  @Override
  public void up(RedisConnection made) {
    up = true;
    connection = made;
    sending = false;
    saidDropping = false;
    send();
  }

  @Override
  public void down() {
    up = false;
    connection = null;
  }

  /** From any thread. */
  public int waiting() {
    return outgoing.size();
  }

  private void sendAsAsked() {
    // Before the queue is looked at, so that what is added meanwhile asks again.
    sendAsked.set(false);
    send();
  }

  private void send() {
    RedisConnection made = connection;
    if (made == null || sending) {
      return;
    }
    List<Outgoing.Publication> batch = outgoing.batch(settings.inFlight());
    if (!batch.isEmpty()) {
      sending = true;
      made.batch(batch.stream().map(Publisher::request).toList())
          .onComplete(sent -> taken(made, batch, sent.succeeded()));
    }
  }

  private static Request request(Outgoing.Publication publication) {
    return Request.cmd(Command.PUBLISH).arg(publication.channel()).arg(publication.message());
  }

  private void taken(RedisConnection by, List<Outgoing.Publication> batch, boolean succeeded) {
    (succeeded ? counters.published() : counters.unpublished()).add(batch.size());
    for (Outgoing.Publication publication : batch) {
      if (succeeded) {
        publication.taken().complete(null);
      } else {
        publication.taken().completeExceptionally(new NotPublished("the connection broke"));
      }
    }
    if (by == connection) {
      sending = false;
      send();
    }
  }
}
