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
import io.wsfleet.gateway.bus.redis.SupervisedConnection;
import io.wsfleet.gateway.log.LogText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream, at a replica if there is one, from where it stopped last:
 *
 * <ol>
 *   <li>On each connection it asks which history this is and where it ends; up to there it catches
 *       up. At the very first time that is the past, of which nobody here has to be told.
 *   <li>Then it hears each {@link StreamNotification} that follows on what it heard last. One that
 *       does not, for whatever reason, only says that there is something to read. Pushes come by a
 *       connection of their own, since the client library takes one for the answer to a command; so
 *       they may come before or after what is read, and those that come while something is read are
 *       passed over.
 *   <li>Now and then it reads all the same, and asks for the history again behind it: a connection
 *       that broke, or a replica that begins anew, passes on no pushes of what came meanwhile, and
 *       a stream that was replaced gives another's entry the number that is expected.
 *   <li>Another history is read from its beginning.
 * </ol>
 *
 * Runs on the event loop of the bus.
 */
final class StreamReader implements SupervisedConnection.ConnectionListener {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long RETRY_MILLIS = 50;

  private final Vertx vertx;
  private final long checkMillis;
  private final Listener listener;
  private final ReadBatchSize readBatchSize = new ReadBatchSize();
  private @Nullable RedisConnection connection;
  private @Nullable String epoch;
  private StreamId lastId = StreamId.START;
  private StreamId backlogEnd = StreamId.START;
  private StreamId notifiedId = StreamId.START;
  private boolean reading;
  private volatile boolean caughtUp;
  private boolean warnedOfFailure;

  /** Reads once in so many milliseconds though nothing was told. */
  StreamReader(Vertx vertx, long checkMillis, Listener listener) {
    this.vertx = vertx;
    this.checkMillis = checkMillis;
    this.listener = listener;
  }

  interface Listener {
    /** From now on entries are of this history; the first one, or one instead of another. */
    void onEpoch(String epoch, boolean first);

    /** The next entry; of the past, if it was there before this gateway began to listen. */
    void onEntry(Entry entry, boolean isBacklog);

    /** Where the head says that the master is. */
    void onMasterAddress(String address);

    /** What comes next does not follow on what was heard last. */
    void onGap(SequenceCheck check, StreamId last, StreamId next, boolean isBacklog);

    /** It has read all that there was when it connected. */
    void onCaughtUp();
  }

  /** Whether it has read up to where the stream ended when it connected. */
  boolean isUp() {
    return caughtUp;
  }

  @Override
  public void prepare(RedisConnection made, Runnable ready) {
    ready.run();
  }

  @Override
  public void onMessage(Response message) {}

  @Override
  public void onUp(RedisConnection made) {
    connection = made;
    readHead(made);
    scheduleRead(made);
  }

  @Override
  public void onDown() {
    connection = null;
    caughtUp = false;
  }

  /** A {@link StreamNotification} has come. */
  void onNotification(byte[] message) {
    RedisConnection made = connection;
    if (made == null) {
      return;
    }
    StreamNotification streamNotification;
    try {
      streamNotification = StreamNotification.read(message);
    } catch (IOException unreadable) {
      readIfIdle(made);
      return;
    }
    notifiedId = streamNotification.last();
    if (reading) {
      return;
    }
    if (!streamNotification.epoch().equals(epoch)) {
      readHead(made);
    } else if (SequenceCheck.of(lastId, streamNotification.entries().get(0))
        == SequenceCheck.FOLLOWS) {
      streamNotification.entries().forEach(this::process);
    } else if (lastId.compareTo(notifiedId) < 0) {
      read(made);
    }
  }

  private void scheduleRead(RedisConnection made) {
    vertx.setTimer(
        checkMillis,
        id -> {
          if (made == connection) {
            readIfIdle(made);
            scheduleRead(made);
          }
        });
  }

  private void readIfIdle(RedisConnection made) {
    if (!reading) {
      read(made);
    }
  }

  private void readHead(RedisConnection made) {
    reading = true;
    Future<Response> current = made.send(headRequest());
    Future<Response> last =
        made.send(
            Request.cmd(Command.XREVRANGE)
                .arg(StreamKeys.STREAM)
                .arg("+")
                .arg("-")
                .arg("COUNT")
                .arg(1));
    Future.all(current, last)
        .onComplete(
            both -> {
              if (made != connection) {
                return;
              }
              StreamId end = both.succeeded() ? lastIdOf(last.result()) : null;
              String currentEpoch = both.succeeded() ? epochOf(current.result()) : null;
              if (end == null || currentEpoch == null) {
                retry(made, both.cause());
                return;
              }
              beginEpoch(currentEpoch, end);
              read(made);
            });
  }

  private static @Nullable StreamId lastIdOf(@Nullable Response last) {
    return last == null || last.size() == 0 ? null : StreamId.parse(last.get(0).get(0).toString());
  }

  private void beginEpoch(String current, StreamId end) {
    if (current.equals(epoch)) {
      return;
    }
    boolean first = epoch == null;
    if (first) {
      backlogEnd = end;
    }
    epoch = current;
    caughtUp = false;
    lastId = StreamId.START;
    notifiedId = StreamId.START;
    listener.onEpoch(current, first);
  }

  private void read(RedisConnection made) {
    reading = true;
    int max = readBatchSize.entries();
    Future<Response> entries =
        made.send(
            Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(max)
                .arg("STREAMS")
                .arg(StreamKeys.STREAM)
                .arg(lastId.toString()));
    Future<Response> current = made.send(headRequest());
    CompositeFuture both = Future.all(entries, current);
    both.onComplete(
        done -> {
          if (made != connection) {
            return;
          }
          String currentEpoch = done.succeeded() ? epochOf(current.result()) : null;
          if (currentEpoch == null) {
            retry(made, done.cause());
          } else if (!currentEpoch.equals(epoch)) {
            readHead(made);
          } else {
            warnedOfFailure = false;
            int count = process(entries.result());
            // What was told meanwhile was passed over, and may have been written meanwhile too.
            boolean isBehind = lastId.compareTo(notifiedId) < 0;
            if (count == 0) {
              // It is looked for once more: whoever may publish could announce what never comes.
              notifiedId = lastId;
            }
            if (count == max || isBehind) {
              read(made);
            } else {
              reading = false;
              caughtUp();
            }
          }
        });
  }

  private void caughtUp() {
    if (!caughtUp) {
      caughtUp = true;
      listener.onCaughtUp();
    }
  }

  /** There is no history yet, or Redis is not able to answer now. */
  private void retry(RedisConnection made, @Nullable Throwable failure) {
    if (failure != null && !warnedOfFailure) {
      warnedOfFailure = true;
      LOG.warnf(
          "event=read-refused reason=\"%s\"; trying again",
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

  /** How many entries there were. */
  private int process(@Nullable Response answer) {
    if (answer == null || answer.size() == 0) {
      return 0;
    }
    long bytes = 0;
    List<Entry> entries = new ArrayList<>();
    for (Response each : answer.get(StreamKeys.STREAM)) {
      RawEntry raw = RawEntry.of(each);
      bytes += raw.bytes();
      entries.add(raw.read());
    }
    readBatchSize.onBatch(entries.size(), bytes);
    entries.forEach(this::process);
    return entries.size();
  }

  private void process(Entry entry) {
    SequenceCheck sequenceCheck = SequenceCheck.of(lastId, entry);
    boolean isBacklog = entry.id().compareTo(backlogEnd) <= 0;
    if (sequenceCheck != SequenceCheck.FOLLOWS) {
      listener.onGap(sequenceCheck, lastId, entry.id(), isBacklog);
    }
    lastId = entry.id();
    if (!isBacklog) {
      backlogEnd = StreamId.START;
    }
    listener.onEntry(entry, isBacklog);
  }

  /** What the head says; null where there is none. Who is master stands beside it. */
  private @Nullable String epochOf(Response head) {
    if (head.get(1) != null) {
      listener.onMasterAddress(head.get(1).toString());
    }
    return head.get(0) == null ? null : head.get(0).toString();
  }

  private static Request headRequest() {
    return Request.cmd(Command.HMGET)
        .arg(StreamKeys.HEAD)
        .arg(StreamHead.EPOCH)
        .arg(StreamHead.MASTER);
  }
}
