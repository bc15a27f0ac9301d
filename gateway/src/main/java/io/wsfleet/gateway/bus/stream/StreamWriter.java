package io.wsfleet.gateway.bus.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.redis.ConnectionControl;
import io.wsfleet.gateway.bus.redis.ConnectionListener;
import io.wsfleet.gateway.log.LogText;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to the stream at the master, in order and one batch at a time. Messages that are
 * published while a batch is in flight make the next one, so that batches grow with the load of
 * Redis.
 *
 * <p>Where replicas must acknowledge a message, each batch is followed by a {@code WAIT}, which
 * covers everything that this connection wrote; see {@link Acknowledgements}. After an error or a
 * lost connection the writer sends again from the oldest unacknowledged message on. The script
 * ignores messages that it has accepted before, but still writes something: otherwise the {@code
 * WAIT} would prove nothing. Runs on the event loop of the bus.
 */
final class StreamWriter implements ConnectionListener {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long RETRY_MILLIS = 50;

  private final Vertx vertx;
  private final PublishRequests requests;
  private final Acknowledgements acknowledgements;
  private final long errorTimeoutMillis;
  private final PublishOutbox outbox;
  private final LongSupplier clock;
  private final Listener listener;
  private @Nullable RedisConnection connection;
  private @Nullable ConnectionControl control;
  private String scriptDigest = "";
  private boolean inFlight;
  private boolean failed;
  private long failingSince;
  private boolean warnedOfFailure;
  private boolean rejecting;
  private volatile boolean up;
  private volatile boolean away = true;
  private volatile long awaySince;

  /** Called on the event loop of the bus. */
  interface Listener {
    /** There is a connection to the master again. */
    void onMasterUp();

    /** Enough replicas have these messages. */
    void onAcknowledged(List<PendingPublish> acknowledged);
  }

  /**
   * @param errorTimeoutMillis how long the master may reply with errors before the connection is
   *     abandoned
   * @param clock milliseconds that never go back
   */
  StreamWriter(
      Vertx vertx,
      PublishRequests requests,
      Acknowledgements acknowledgements,
      long errorTimeoutMillis,
      PublishOutbox outbox,
      LongSupplier clock,
      Listener listener) {
    this.vertx = vertx;
    this.requests = requests;
    this.acknowledgements = acknowledgements;
    this.errorTimeoutMillis = errorTimeoutMillis;
    this.outbox = outbox;
    this.clock = clock;
    this.listener = listener;
    this.awaySince = clock.getAsLong();
  }

  boolean isUp() {
    return up;
  }

  /** How long there has been no master that accepts writes; 0 while there is one. */
  long awayMillis(long now) {
    return away ? now - awaySince : 0;
  }

  @Override
  public void prepare(RedisConnection made, ConnectionControl connectionControl) {
    control = connectionControl;
    initialize(made)
        .onSuccess(initialized -> connectionControl.markReady())
        .onFailure(
            failure -> {
              warnOfFailure(failure);
              connectionControl.abandon("the stream cannot be created");
            });
  }

  @Override
  public void onUp(RedisConnection made) {
    connection = made;
    up = true;
    // A master that rejected writes counts as away until it accepts one.
    away = rejecting;
    failingSince = 0;
    resend();
    listener.onMasterUp();
  }

  @Override
  public void onDown() {
    connection = null;
    inFlight = false;
    up = false;
    markAway();
  }

  /** Sends the next batch, unless one is in flight. */
  void send() {
    RedisConnection made = connection;
    if (made == null || failed || inFlight) {
      return;
    }
    long now = clock.getAsLong();
    List<PendingPublish> batch = acknowledgements.holdsBack(now) ? List.of() : outbox.nextBatch();
    if (batch.isEmpty() && outbox.unacknowledged() == 0) {
      return;
    }
    inFlight = true;
    WriteBatch writeBatch =
        new WriteBatch(made, batch, acknowledgements.requiredReplicas() > 0, now);
    Request first =
        batch.isEmpty() ? requests.requiredReplicas() : requests.publish(scriptDigest, batch);
    if (writeBatch.isAwaited) {
      made.batch(List.of(first, acknowledgements.waitRequest(now)))
          .onComplete(replies -> onReplies(writeBatch, replies));
    } else {
      made.send(first)
          .map(Collections::singletonList)
          .onComplete(replies -> onReplies(writeBatch, replies));
    }
  }

  /**
   * A request to the master that is in flight.
   *
   * @param messages empty if it only waits for replicas
   * @param isAwaited whether it waits for replicas
   */
  private record WriteBatch(
      RedisConnection connection, List<PendingPublish> messages, boolean isAwaited, long sentAt) {}

  private void onReplies(WriteBatch batch, AsyncResult<List<Response>> replies) {
    if (batch.connection != connection) {
      return;
    }
    inFlight = false;
    if (replies.failed()) {
      onError(batch.connection, replies.cause());
      return;
    }
    failingSince = 0;
    rejecting = false;
    away = false;
    warnedOfFailure = false;
    Response first = replies.result().get(0);
    Response requiredReplicas = first;
    if (!batch.messages.isEmpty()) {
      SequenceResults.apply(batch.messages, first.get(2));
      outbox.markWritten();
      requiredReplicas = first.get(1);
    }
    int replicas = batch.isAwaited ? replies.result().get(1).toInteger() : 0;
    List<PendingPublish> acknowledged =
        acknowledgements.onReply(text(requiredReplicas), batch.isAwaited, replicas, batch.sentAt);
    listener.onAcknowledged(acknowledged);
    send();
  }

  private static @Nullable String text(@Nullable Response reply) {
    return reply == null ? null : reply.toString();
  }

  private void markAway() {
    if (!away) {
      awaySince = clock.getAsLong();
      away = true;
    }
  }

  private void onError(RedisConnection made, Throwable failure) {
    failed = true;
    rejecting = true;
    markAway();
    warnOfFailure(failure);
    long now = clock.getAsLong();
    if (failingSince == 0) {
      failingSince = now;
    }
    ConnectionControl current = control;
    if (current != null && mustAbandon(WriteError.of(failure), now - failingSince)) {
      current.abandon("it rejects writes: " + LogText.safe(String.valueOf(failure.getMessage())));
    } else {
      vertx.setTimer(RETRY_MILLIS, id -> reinitialize(made));
    }
  }

  private boolean mustAbandon(WriteError error, long failingMillis) {
    return error == WriteError.NOT_MASTER || failingMillis > errorTimeoutMillis;
  }

  /** Redis may have lost the stream or the script. */
  private void reinitialize(RedisConnection made) {
    if (made != connection) {
      return;
    }
    initialize(made)
        .onComplete(
            initialized -> {
              if (made != connection) {
                return;
              }
              if (initialized.succeeded()) {
                resend();
              } else {
                onError(made, initialized.cause());
              }
            });
  }

  private Future<Void> initialize(RedisConnection made) {
    return made.send(requests.loadScript())
        .onSuccess(digest -> scriptDigest = String.valueOf(digest))
        .compose(loaded -> made.send(requests.begin()))
        .onSuccess(begun -> acknowledgements.reset(text(begun.get(1))))
        .mapEmpty();
  }

  private void resend() {
    failed = false;
    outbox.rewind();
    send();
  }

  private void warnOfFailure(Throwable failure) {
    if (!warnedOfFailure) {
      warnedOfFailure = true;
      LOG.warnf(
          "event=publish-refused reason=\"%s\"; retrying",
          LogText.safe(String.valueOf(failure.getMessage())));
    }
  }
}
