package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.redis.RedisLink;
import io.wsfleet.gateway.log.LogText;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the stream at the master, in order and one batch at a time: what is published while one
 * is on its way waits for the answer and makes the next, so that batches are as large as Redis is
 * busy. After an error or a broken connection it begins again with the oldest that is not known to
 * be taken; the script sees to it that nothing is taken twice. Runs on the event loop of the bus.
 */
final class StreamWriter implements RedisLink.Owner {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long RETRY_MILLIS = 50;

  private final Vertx vertx;
  private final String producer;
  private final StreamSettings settings;
  private final Supplier<String> newHistory;
  private final Submissions submissions;
  private final BusCounters counters;
  private @Nullable RedisConnection connection;
  private String publishScript = "";
  private boolean failed;
  private boolean saidFailing;
  private volatile boolean up;
  private volatile long awaySince = StreamBus.now();

  StreamWriter(
      Vertx vertx,
      String producer,
      StreamSettings settings,
      Supplier<String> newHistory,
      Submissions submissions,
      BusCounters counters) {
    this.vertx = vertx;
    this.producer = producer;
    this.settings = settings;
    this.newHistory = newHistory;
    this.submissions = submissions;
    this.counters = counters;
  }

  boolean isUp() {
    return up;
  }

  /** For how long there has been no master; 0 while there is one. */
  long awayMillis(long now) {
    return up ? 0 : now - awaySince;
  }

  @Override
  public void prepare(RedisConnection made, Runnable ready) {
    begin(made)
        .onSuccess(begun -> ready.run())
        // The link makes a new connection when this one is not ready in time.
        .onFailure(this::sayFailing);
  }

  @Override
  public void receive(Response message) {}

  @Override
  public void up(RedisConnection made) {
    connection = made;
    up = true;
    startOver();
  }

  @Override
  public void down() {
    connection = null;
    if (up) {
      awaySince = StreamBus.now();
    }
    up = false;
  }

  /** Sends what waits, unless a batch is on its way. */
  void send() {
    RedisConnection made = connection;
    if (made == null || failed) {
      return;
    }
    List<Submission> batch = submissions.nextBatch();
    if (!batch.isEmpty()) {
      made.send(publication(batch))
          .onComplete(
              answer -> {
                if (made == connection) {
                  answered(made, answer.succeeded() ? null : answer.cause());
                }
              });
    }
  }

  private Request publication(List<Submission> batch) {
    Request request =
        Request.cmd(Command.EVALSHA)
            .arg(publishScript)
            .arg(3)
            .arg(Scripts.STREAM)
            .arg(Scripts.HEAD)
            .arg(Scripts.PRODUCER + producer)
            .arg(producer)
            .arg(batch.get(0).number())
            .arg(settings.entries())
            .arg(settings.bytes())
            .arg(settings.producerMillis());
    batch.forEach(submission -> request.arg(submission.body()));
    return request;
  }

  private void answered(RedisConnection made, @Nullable Throwable failure) {
    if (failure != null) {
      failed = true;
      sayFailing(failure);
      vertx.setTimer(RETRY_MILLIS, id -> recover(made));
      return;
    }
    saidFailing = false;
    List<Submission> published = submissions.taken();
    counters.published().add(published.size());
    published.forEach(submission -> submission.taken.complete(null));
    send();
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
                vertx.setTimer(RETRY_MILLIS, id -> recover(made));
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
        .mapEmpty();
  }

  private void startOver() {
    failed = false;
    submissions.rewind();
    send();
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
