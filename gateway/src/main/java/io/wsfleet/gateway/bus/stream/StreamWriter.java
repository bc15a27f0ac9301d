package io.wsfleet.gateway.bus.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.contract.redis.StreamHead;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.redis.SupervisedConnection;
import io.wsfleet.gateway.log.LogText;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the stream at the master, in order and one batch at a time: what is published while one
 * is on its way waits for the answer and makes the next, so that batches are as large as Redis is
 * busy.
 *
 * <p>Where a message has to be in replicas before it counts as taken, each batch is followed by a
 * {@code WAIT} for them, which proves all that was written by this connection; see {@link
 * ReplicaAckPolicy} for what happens while they are late. After an error or a broken connection it
 * begins again with the oldest that is not proved; the script sees to it that nothing is taken
 * twice, and writes something all the same, without which waiting would prove nothing. Runs on the
 * event loop of the bus.
 */
final class StreamWriter implements SupervisedConnection.ConnectionListener {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long RETRY_MILLIS = 50;

  private final Vertx vertx;
  private final String producer;
  private final StreamSettings settings;
  private final long silenceMillis;
  private final ReplicaAckPolicy ackPolicy;
  private final Supplier<String> newEpoch;
  private final PublishOutbox outbox;
  private final BusCounters counters;
  private final Runnable onMasterUp;
  private BiConsumer<RedisConnection, String> abandon = (made, why) -> {};
  private @Nullable RedisConnection connection;
  private String publishSha = "";
  private boolean inFlight;
  private boolean failed;
  private long failingSince;
  private boolean warnedOfFailure;
  private boolean warnedOfLateReplicas;
  private boolean rejecting;
  private volatile boolean up;
  private volatile boolean away = true;
  private volatile long awaySince = StreamBus.now();

  /**
   * @param silentMillis how long a connection may show no sign of life
   * @param onMasterUp run each time that there is a master again
   */
  StreamWriter(
      Vertx vertx,
      String producer,
      StreamSettings settings,
      long silentMillis,
      Supplier<String> newEpoch,
      PublishOutbox publishOutbox,
      BusCounters counters,
      Runnable onMasterUp) {
    this.vertx = vertx;
    this.producer = producer;
    this.settings = settings;
    this.silenceMillis = silentMillis;
    this.ackPolicy = new ReplicaAckPolicy(settings.holdBackMillis(), silentMillis / 4);
    this.newEpoch = newEpoch;
    this.outbox = publishOutbox;
    this.counters = counters;
    this.onMasterUp = onMasterUp;
  }

  /** How it leaves a connection for another one. */
  void abandonWith(BiConsumer<RedisConnection, String> abandonCurrent) {
    abandon = abandonCurrent;
  }

  boolean isUp() {
    return up;
  }

  /** For how long there has been no master that takes anything; 0 while there is one. */
  long awayMillis(long now) {
    return away ? now - awaySince : 0;
  }

  @Override
  public void prepare(RedisConnection made, Runnable ready) {
    initialize(made)
        .onSuccess(initialized -> ready.run())
        .onFailure(
            failure -> {
              warnOfFailure(failure);
              abandon.accept(made, "it has no stream to write to");
            });
  }

  @Override
  public void onMessage(Response message) {}

  @Override
  public void onUp(RedisConnection made) {
    connection = made;
    up = true;
    // One that took nothing has to take something first.
    away = rejecting;
    failingSince = 0;
    resend();
    onMasterUp.run();
  }

  @Override
  public void onDown() {
    connection = null;
    inFlight = false;
    up = false;
    markAway();
  }

  /** Sends what waits, unless something is on its way. */
  void send() {
    RedisConnection made = connection;
    if (made == null || failed || inFlight) {
      return;
    }
    long now = StreamBus.now();
    List<PendingPublish> batch = ackPolicy.holdsBack(now) ? List.of() : outbox.nextBatch();
    if (batch.isEmpty() && outbox.unacknowledged() == 0) {
      return;
    }
    inFlight = true;
    WriteBatch writeBatch = new WriteBatch(made, batch, ackPolicy.requiredReplicas(), now);
    Request first = batch.isEmpty() ? requiredReplicasRequest() : publishRequest(batch);
    if (writeBatch.requiredReplicas == 0) {
      made.send(first)
          .map(Collections::singletonList)
          .onComplete(answers -> batchAnswered(writeBatch, answers));
    } else {
      Request wait =
          Request.cmd(Command.WAIT).arg(writeBatch.requiredReplicas).arg(ackPolicy.waitMillis(now));
      made.batch(List.of(first, wait)).onComplete(answers -> batchAnswered(writeBatch, answers));
    }
  }

  /**
   * One question to the master.
   *
   * @param messages empty if the replicas alone are waited for
   * @param requiredReplicas in how many replicas it is to be; 0 if nobody waits for them
   */
  private record WriteBatch(
      RedisConnection connection,
      List<PendingPublish> messages,
      int requiredReplicas,
      long sentAt) {}

  private void batchAnswered(WriteBatch writeBatch, AsyncResult<List<Response>> answers) {
    if (writeBatch.connection != connection) {
      return;
    }
    inFlight = false;
    if (answers.failed()) {
      onError(writeBatch.connection, answers.cause());
      return;
    }
    failingSince = 0;
    rejecting = false;
    away = false;
    warnedOfFailure = false;
    Response first = answers.result().get(0);
    if (!writeBatch.messages.isEmpty()) {
      SequenceResults.apply(writeBatch.messages, first.get(2));
      outbox.markWritten();
    }
    ackPolicy.setRequiredReplicas(
        replicaCount(writeBatch.messages.isEmpty() ? first : first.get(1)));
    acknowledge(
        writeBatch, writeBatch.requiredReplicas == 0 ? 0 : answers.result().get(1).toInteger());
    send();
  }

  private void acknowledge(WriteBatch writeBatch, int replicas) {
    if (ackPolicy.isSatisfiedBy(replicas)) {
      ackPolicy.onAcknowledged();
      warnedOfLateReplicas = false;
      List<PendingPublish> acknowledged = outbox.acknowledgeWritten();
      counters.published().add(StreamBus.countWithoutHeartbeats(acknowledged));
      acknowledged.forEach(pending -> pending.published.complete(null));
    } else if (writeBatch.requiredReplicas > 0) {
      ackPolicy.onLate(writeBatch.sentAt);
      counters.lateReplicaAcks().increment();
      warnOfLateReplicas(replicas);
    }
  }

  private static int replicaCount(@Nullable Response replicas) {
    try {
      return replicas == null ? 0 : Math.max(0, Integer.parseInt(replicas.toString()));
    } catch (NumberFormatException noNumber) {
      // Whoever wrote it meant something; the least that it can have meant is one.
      return 1;
    }
  }

  private Request publishRequest(List<PendingPublish> batch) {
    SequenceResults sequenceResults = SequenceResults.of(batch);
    Request request =
        Request.cmd(Command.EVALSHA)
            .arg(publishSha)
            .arg(3 + sequenceResults.keys().size())
            .arg(StreamKeys.STREAM)
            .arg(StreamKeys.HEAD)
            .arg(StreamKeys.producer(producer));
    sequenceResults.keys().forEach(request::arg);
    request
        .arg(producer)
        .arg(batch.get(0).number())
        .arg(settings.maxEntries())
        .arg(settings.maxBytes())
        .arg(settings.producerTtlMillis())
        .arg(sequenceResults.sequences());
    batch.forEach(pending -> request.arg(pending.body()));
    return request;
  }

  private void markAway() {
    if (!away) {
      awaySince = StreamBus.now();
      away = true;
    }
  }

  private static Request requiredReplicasRequest() {
    return Request.cmd(Command.HGET).arg(StreamKeys.HEAD).arg(StreamHead.MIN_IN_SYNC_REPLICAS);
  }

  private void onError(RedisConnection made, Throwable failure) {
    failed = true;
    rejecting = true;
    markAway();
    warnOfFailure(failure);
    long now = StreamBus.now();
    if (failingSince == 0) {
      failingSince = now;
    }
    if (WriteError.of(failure) == WriteError.NOT_MASTER || now - failingSince > silenceMillis) {
      abandon.accept(
          made, "it takes nothing: " + LogText.safe(String.valueOf(failure.getMessage())));
    } else {
      vertx.setTimer(RETRY_MILLIS, id -> reinitialize(made));
    }
  }

  /** The stream may have gone, or the scripts. */
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
    Request load = Request.cmd(Command.SCRIPT).arg("LOAD").arg(LuaScript.PUBLISH.text());
    Request begin =
        Request.cmd(Command.EVAL)
            .arg(LuaScript.BEGIN_STREAM.text())
            .arg(3)
            .arg(StreamKeys.STREAM)
            .arg(StreamKeys.HEAD)
            .arg(StreamKeys.TERM)
            .arg(newEpoch.get());
    return made.send(load)
        .onSuccess(sha -> publishSha = String.valueOf(sha))
        .compose(loaded -> made.send(begin))
        .onSuccess(initialized -> ackPolicy.reset(replicaCount(initialized.get(1))))
        .mapEmpty();
  }

  private void resend() {
    failed = false;
    outbox.rewind();
    send();
  }

  private void warnOfLateReplicas(int replicas) {
    if (!warnedOfLateReplicas) {
      warnedOfLateReplicas = true;
      LOG.warnf(
          "event=replicas-late have-it=%d wanted=%d; messages go on, and count as taken once the"
              + " replicas have them",
          replicas, ackPolicy.requiredReplicas());
    }
  }

  private void warnOfFailure(Throwable failure) {
    if (!warnedOfFailure) {
      warnedOfFailure = true;
      LOG.warnf(
          "event=publish-refused reason=\"%s\"; trying again",
          LogText.safe(String.valueOf(failure.getMessage())));
    }
  }
}
