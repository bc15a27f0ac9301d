package io.wsfleet.gateway.bus.stream;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.StreamHead;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import io.wsfleet.gateway.log.LogText;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream from the cursor to its end, batch after batch. Each batch is read together with
 * the head, so that entries of another epoch are noticed. Runs on the event loop of the bus.
 */
final class CatchUp {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long RETRY_MILLIS = 50;

  private final Vertx vertx;
  private final long checkMillis;
  private final StreamCursor cursor;
  private final StreamReader.Listener listener;
  private final ReadBatchSize batchSize = new ReadBatchSize();
  private @Nullable RedisConnection connection;
  private StreamId notified = StreamId.START;
  private boolean reading;
  private boolean warnedOfFailure;
  private volatile boolean caughtUp;

  /** Reads at least once every {@code checkMillis}, with or without notifications. */
  CatchUp(Vertx vertx, long checkMillis, StreamCursor cursor, StreamReader.Listener listener) {
    this.vertx = vertx;
    this.checkMillis = checkMillis;
    this.cursor = cursor;
    this.listener = listener;
  }

  void onUp(RedisConnection made) {
    connection = made;
    readHead(made);
    scheduleRead(made);
  }

  void onDown() {
    connection = null;
    caughtUp = false;
  }

  boolean isUp() {
    return connection != null;
  }

  /** From any thread. */
  boolean isCaughtUp() {
    return caughtUp;
  }

  boolean isReading() {
    return reading;
  }

  /** The stream is said to go up to this entry; a read that is in flight goes on up to there. */
  void onNotified(StreamId last) {
    notified = last;
  }

  void readHead() {
    RedisConnection current = connection;
    if (current != null) {
      readHead(current);
    }
  }

  void readIfIdle() {
    RedisConnection current = connection;
    if (current != null && !reading) {
      read(current);
    }
  }

  private void scheduleRead(RedisConnection made) {
    vertx.setTimer(
        checkMillis,
        id -> {
          if (made == connection) {
            readIfIdle();
            scheduleRead(made);
          }
        });
  }

  private void readHead(RedisConnection made) {
    reading = true;
    Future<Response> head = made.send(headRequest());
    Future<Response> last = made.send(lastEntryRequest());
    Future.all(head, last)
        .onComplete(
            both -> {
              if (made != connection) {
                return;
              }
              StreamId end = both.succeeded() ? lastId(last.result()) : null;
              String epoch = both.succeeded() ? epoch(head.result()) : null;
              if (end == null || epoch == null) {
                retry(made, both.cause());
                return;
              }
              if (cursor.beginEpoch(epoch, end)) {
                caughtUp = false;
                notified = StreamId.START;
              }
              read(made);
            });
  }

  private void read(RedisConnection made) {
    reading = true;
    int max = batchSize.entries();
    Future<Response> entries = made.send(entriesRequest(max));
    Future<Response> head = made.send(headRequest());
    CompositeFuture both = Future.all(entries, head);
    both.onComplete(
        done -> {
          if (made != connection) {
            return;
          }
          String epoch = done.succeeded() ? epoch(head.result()) : null;
          if (epoch == null) {
            retry(made, done.cause());
          } else if (!epoch.equals(cursor.epoch())) {
            readHead(made);
          } else {
            onEntries(made, entries.result(), max);
          }
        });
  }

  private void onEntries(RedisConnection made, @Nullable Response reply, int max) {
    warnedOfFailure = false;
    int count = process(reply);
    // Notifications that arrived meanwhile were ignored; their entries may not be in this batch.
    boolean isBehind = cursor.isBefore(notified);
    if (count == 0) {
      // Reads once more and not forever: a notification may announce entries that never come.
      notified = cursor.last();
    }
    if (mustReadAgain(count, max, isBehind)) {
      read(made);
      return;
    }
    reading = false;
    if (!caughtUp) {
      caughtUp = true;
      listener.onCaughtUp();
    }
  }

  /** A full batch may not have been the last. */
  static boolean mustReadAgain(int count, int max, boolean isBehind) {
    return count == max || isBehind;
  }

  /** There is no stream yet, or Redis cannot reply now. */
  private void retry(RedisConnection made, @Nullable Throwable failure) {
    if (failure != null && !warnedOfFailure) {
      warnedOfFailure = true;
      LOG.warnf(
          "event=read-refused reason=\"%s\"; retrying",
          LogText.safe(String.valueOf(failure.getMessage())));
    }
    caughtUp = false;
    vertx.setTimer(
        RETRY_MILLIS,
        id -> {
          if (made == connection) {
            readHead(made);
          }
        });
  }

  /** Returns the number of entries. */
  private int process(@Nullable Response reply) {
    if (reply == null || reply.size() == 0) {
      return 0;
    }
    long bytes = 0;
    List<Entry> entries = new ArrayList<>();
    for (Response each : reply.get(StreamKeys.STREAM)) {
      RawEntry raw = RawEntry.of(each);
      bytes += raw.bytes();
      entries.add(raw.read());
    }
    batchSize.onBatch(entries.size(), bytes);
    entries.forEach(cursor::process);
    return entries.size();
  }

  /** The epoch in the head, or null without one. The head also contains the master's address. */
  private @Nullable String epoch(Response head) {
    if (head.get(1) != null) {
      listener.onMasterAddress(head.get(1).toString());
    }
    return head.get(0) == null ? null : head.get(0).toString();
  }

  private static @Nullable StreamId lastId(@Nullable Response last) {
    return last == null || last.size() == 0 ? null : StreamId.parse(last.get(0).get(0).toString());
  }

  private static Request headRequest() {
    return Request.cmd(Command.HMGET)
        .arg(StreamKeys.HEAD)
        .arg(StreamHead.EPOCH)
        .arg(StreamHead.MASTER);
  }

  private static Request lastEntryRequest() {
    return Request.cmd(Command.XREVRANGE)
        .arg(StreamKeys.STREAM)
        .arg("+")
        .arg("-")
        .arg("COUNT")
        .arg(1);
  }

  private Request entriesRequest(int max) {
    return Request.cmd(Command.XREAD)
        .arg("COUNT")
        .arg(max)
        .arg("STREAMS")
        .arg(StreamKeys.STREAM)
        .arg(cursor.last().toString());
  }
}
