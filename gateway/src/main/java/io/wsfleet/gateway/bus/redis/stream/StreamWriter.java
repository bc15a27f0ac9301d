package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
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
 * {@code WAIT} for them, which proves all that was written by this connection; see {@link Lag} for
 * what happens while they are late. After an error or a broken connection it begins again with the
 * oldest that is not proved; the script sees to it that nothing is taken twice, and writes
 * something all the same, without which waiting would prove nothing. Runs on the event loop of the
 * bus.
 */
final class StreamWriter implements SupervisedConnection.ConnectionListener {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long RETRY_MILLIS = 50;

  private final Vertx vertx;
  private final String producer;
  private final StreamSettings settings;
  private final long patienceMillis;
  private final Lag lag;
  private final Supplier<String> newHistory;
  private final Submissions submissions;
  private final BusCounters counters;
  private final Runnable whenUp;
  private BiConsumer<RedisConnection, String> leave = (made, why) -> {};
  private @Nullable RedisConnection connection;
  private String publishScript = "";
  private boolean underWay;
  private boolean failed;
  private long failingSince;
  private boolean saidFailing;
  private boolean saidLate;
  private boolean refusing;
  private volatile boolean up;
  private volatile boolean away = true;
  private volatile long awaySince = StreamBus.now();

  /**
   * @param silentMillis how long a connection may show no sign of life
   * @param whenUp run each time that there is a master again
   */
  StreamWriter(
      Vertx vertx,
      String producer,
      StreamSettings settings,
      long silentMillis,
      Supplier<String> newHistory,
      Submissions submissions,
      BusCounters counters,
      Runnable whenUp) {
    this.vertx = vertx;
    this.producer = producer;
    this.settings = settings;
    this.patienceMillis = silentMillis;
    this.lag = new Lag(settings.acknowledgeMillis(), silentMillis / 4);
    this.newHistory = newHistory;
    this.submissions = submissions;
    this.counters = counters;
    this.whenUp = whenUp;
  }

  /** How it leaves a connection for another one. */
  void leaveBy(BiConsumer<RedisConnection, String> way) {
    leave = way;
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
    begin(made)
        .onSuccess(begun -> ready.run())
        .onFailure(
            failure -> {
              sayFailing(failure);
              leave.accept(made, "it has no stream to write to");
            });
  }

  @Override
  public void onMessage(Response message) {}

  @Override
  public void onUp(RedisConnection made) {
    connection = made;
    up = true;
    // One that took nothing has to take something first.
    away = refusing;
    failingSince = 0;
    startOver();
    whenUp.run();
  }

  @Override
  public void onDown() {
    connection = null;
    underWay = false;
    up = false;
    goAway();
  }

  /** Sends what waits, unless something is on its way. */
  void send() {
    RedisConnection made = connection;
    if (made == null || failed || underWay) {
      return;
    }
    long now = StreamBus.now();
    List<Submission> batch = lag.holdsBack(now) ? List.of() : submissions.nextBatch();
    if (batch.isEmpty() && submissions.unproved() == 0) {
      return;
    }
    underWay = true;
    Round round = new Round(made, batch, lag.wanted(), now);
    Request first = batch.isEmpty() ? askAcknowledged() : publication(batch);
    if (round.wanted == 0) {
      made.send(first).map(Collections::singletonList).onComplete(answers -> over(round, answers));
    } else {
      Request wait = Request.cmd(Command.WAIT).arg(round.wanted).arg(lag.waitMillis(now));
      made.batch(List.of(first, wait)).onComplete(answers -> over(round, answers));
    }
  }

  /**
   * One question to the master.
   *
   * @param batch empty if the replicas alone are waited for
   * @param wanted in how many replicas it is to be; 0 if nobody waits for them
   */
  private record Round(RedisConnection made, List<Submission> batch, int wanted, long askedAt) {}

  private void over(Round round, AsyncResult<List<Response>> answers) {
    if (round.made != connection) {
      return;
    }
    underWay = false;
    if (answers.failed()) {
      refused(round.made, answers.cause());
      return;
    }
    failingSince = 0;
    refusing = false;
    away = false;
    saidFailing = false;
    Response first = answers.result().get(0);
    if (!round.batch.isEmpty()) {
      Fates.settle(round.batch, first.get(2));
      submissions.written();
    }
    lag.want(count(round.batch.isEmpty() ? first : first.get(1)));
    prove(round, round.wanted == 0 ? 0 : answers.result().get(1).toInteger());
    send();
  }

  private void prove(Round round, int replicas) {
    if (lag.suffices(replicas)) {
      lag.inTime();
      saidLate = false;
      List<Submission> kept = submissions.proved();
      counters.published().add(StreamBus.countSaid(kept));
      kept.forEach(submission -> submission.taken.complete(null));
    } else if (round.wanted > 0) {
      lag.late(round.askedAt);
      counters.lateReplicaAcks().increment();
      sayLate(replicas);
    }
  }

  private static int count(@Nullable Response replicas) {
    try {
      return replicas == null ? 0 : Math.max(0, Integer.parseInt(replicas.toString()));
    } catch (NumberFormatException noNumber) {
      // Whoever wrote it meant something; the least that it can have meant is one.
      return 1;
    }
  }

  private Request publication(List<Submission> batch) {
    Fates fates = Fates.of(batch);
    Request request =
        Request.cmd(Command.EVALSHA)
            .arg(publishScript)
            .arg(3 + fates.keys().size())
            .arg(Scripts.STREAM)
            .arg(Scripts.HEAD)
            .arg(Scripts.PRODUCER + producer);
    fates.keys().forEach(request::arg);
    request
        .arg(producer)
        .arg(batch.get(0).number())
        .arg(settings.entries())
        .arg(settings.bytes())
        .arg(settings.producerMillis())
        .arg(fates.turns());
    batch.forEach(submission -> request.arg(submission.body()));
    return request;
  }

  private void goAway() {
    if (!away) {
      awaySince = StreamBus.now();
      away = true;
    }
  }

  private static Request askAcknowledged() {
    return Request.cmd(Command.HGET).arg(Scripts.HEAD).arg(Scripts.ACKNOWLEDGED);
  }

  private void refused(RedisConnection made, Throwable failure) {
    failed = true;
    refusing = true;
    goAway();
    sayFailing(failure);
    long now = StreamBus.now();
    if (failingSince == 0) {
      failingSince = now;
    }
    if (Refusal.of(failure) == Refusal.NO_MASTER || now - failingSince > patienceMillis) {
      leave.accept(made, "it takes nothing: " + LogText.safe(String.valueOf(failure.getMessage())));
    } else {
      vertx.setTimer(RETRY_MILLIS, id -> recover(made));
    }
  }

  /** The stream may have gone, or the scripts. */
  private void recover(RedisConnection made) {
    if (made != connection) {
      return;
    }
    begin(made)
        .onComplete(
            begun -> {
              if (made != connection) {
                return;
              }
              if (begun.succeeded()) {
                startOver();
              } else {
                refused(made, begun.cause());
              }
            });
  }

  private Future<Void> begin(RedisConnection made) {
    Request load = Request.cmd(Command.SCRIPT).arg("LOAD").arg(Scripts.PUBLISH);
    Request begin =
        Request.cmd(Command.EVAL)
            .arg(Scripts.BEGIN)
            .arg(3)
            .arg(Scripts.STREAM)
            .arg(Scripts.HEAD)
            .arg(Scripts.TERM)
            .arg(newHistory.get());
    return made.send(load)
        .onSuccess(sha -> publishScript = String.valueOf(sha))
        .compose(loaded -> made.send(begin))
        .onSuccess(begun -> lag.begin(count(begun.get(1))))
        .mapEmpty();
  }

  private void startOver() {
    failed = false;
    submissions.rewind();
    send();
  }

  private void sayLate(int replicas) {
    if (!saidLate) {
      saidLate = true;
      LOG.warnf(
          "event=replicas-late have-it=%d wanted=%d; messages go on, and count as taken once the"
              + " replicas have them",
          replicas, lag.wanted());
    }
  }

  private void sayFailing(Throwable failure) {
    if (!saidFailing) {
      saidFailing = true;
      LOG.warnf(
          "event=publish-refused reason=\"%s\"; trying again",
          LogText.safe(String.valueOf(failure.getMessage())));
    }
  }
}
