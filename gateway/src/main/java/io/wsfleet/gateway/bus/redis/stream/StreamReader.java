package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
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
 *   <li>Then it hears each {@link Push} that follows on what it heard last. One that does not, for
 *       whatever reason, only says that there is something to read. Pushes come by a connection of
 *       their own, since the client library takes one for the answer to a command; so they may come
 *       before or after what is read, and those that come while something is read are passed over.
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
  private final Appetite appetite = new Appetite();
  private @Nullable RedisConnection connection;
  private @Nullable String history;
  private StreamId streamId = StreamId.START;
  private StreamId past = StreamId.START;
  private StreamId announced = StreamId.START;
  private boolean reading;
  private volatile boolean caughtUp;
  private boolean saidFailing;

  /** Reads once in so many milliseconds though nothing was told. */
  StreamReader(Vertx vertx, long checkMillis, Listener listener) {
    this.vertx = vertx;
    this.checkMillis = checkMillis;
    this.listener = listener;
  }

  interface Listener {
    /** From now on entries are of this history; the first one, or one instead of another. */
    void begin(String history, boolean first);

    /** The next entry; of the past, if it was there before this gateway began to listen. */
    void hear(Entry entry, boolean isPast);

    /** Where the head says that the master is. */
    void hearMaster(String address);

    /** What comes next does not follow on what was heard last. */
    void lose(Continuity how, StreamId last, StreamId next, boolean isPast);

    /** It has read all that there was when it connected. */
    void catchUp();
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
    look(made);
    check(made);
  }

  @Override
  public void onDown() {
    connection = null;
    caughtUp = false;
  }

  /** A {@link Push} has come. */
  void hearPush(byte[] message) {
    RedisConnection made = connection;
    if (made == null) {
      return;
    }
    Push push;
    try {
      push = Push.read(message);
    } catch (IOException unreadable) {
      readUnlessReading(made);
      return;
    }
    announced = push.last();
    if (reading) {
      return;
    }
    if (!push.history().equals(history)) {
      look(made);
    } else if (Continuity.of(streamId, push.entries().get(0)) == Continuity.FOLLOWS) {
      push.entries().forEach(this::hear);
    } else if (streamId.compareTo(announced) < 0) {
      read(made);
    }
  }

  private void check(RedisConnection made) {
    vertx.setTimer(
        checkMillis,
        id -> {
          if (made == connection) {
            readUnlessReading(made);
            check(made);
          }
        });
  }

  private void readUnlessReading(RedisConnection made) {
    if (!reading) {
      read(made);
    }
  }

  private void look(RedisConnection made) {
    reading = true;
    Future<Response> current = made.send(askHistory());
    Future<Response> last =
        made.send(
            Request.cmd(Command.XREVRANGE)
                .arg(Scripts.STREAM)
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
              StreamId end = both.succeeded() ? end(last.result()) : null;
              String now = both.succeeded() ? history(current.result()) : null;
              if (end == null || now == null) {
                again(made, both.cause());
                return;
              }
              enter(now, end);
              read(made);
            });
  }

  private static @Nullable StreamId end(@Nullable Response last) {
    return last == null || last.size() == 0 ? null : StreamId.parse(last.get(0).get(0).toString());
  }

  private void enter(String current, StreamId end) {
    if (current.equals(history)) {
      return;
    }
    boolean first = history == null;
    if (first) {
      past = end;
    }
    history = current;
    caughtUp = false;
    streamId = StreamId.START;
    announced = StreamId.START;
    listener.begin(current, first);
  }

  private void read(RedisConnection made) {
    reading = true;
    int most = appetite.entries();
    Future<Response> entries =
        made.send(
            Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(most)
                .arg("STREAMS")
                .arg(Scripts.STREAM)
                .arg(streamId.toString()));
    Future<Response> current = made.send(askHistory());
    CompositeFuture both = Future.all(entries, current);
    both.onComplete(
        done -> {
          if (made != connection) {
            return;
          }
          String now = done.succeeded() ? history(current.result()) : null;
          if (now == null) {
            again(made, done.cause());
          } else if (!now.equals(history)) {
            look(made);
          } else {
            saidFailing = false;
            int count = hear(entries.result());
            // What was told meanwhile was passed over, and may have been written meanwhile too.
            boolean isBehind = streamId.compareTo(announced) < 0;
            if (count == 0) {
              // It is looked for once more: whoever may publish could announce what never comes.
              announced = streamId;
            }
            if (count == most || isBehind) {
              read(made);
            } else {
              reading = false;
              catchUp();
            }
          }
        });
  }

  private void catchUp() {
    if (!caughtUp) {
      caughtUp = true;
      listener.catchUp();
    }
  }

  /** There is no history yet, or Redis is not able to answer now. */
  private void again(RedisConnection made, @Nullable Throwable failure) {
    if (failure != null && !saidFailing) {
      saidFailing = true;
      LOG.warnf(
          "event=read-refused reason=\"%s\"; trying again",
          LogText.safe(String.valueOf(failure.getMessage())));
    }
    caughtUp = false;
    vertx.setTimer(
        RETRY_MILLIS,
        id -> {
          if (made == connection) {
            look(made);
          }
        });
  }

  /** How many entries there were. */
  private int hear(@Nullable Response answer) {
    if (answer == null || answer.size() == 0) {
      return 0;
    }
    long bytes = 0;
    List<Entry> entries = new ArrayList<>();
    for (Response each : answer.get(Scripts.STREAM)) {
      RawEntry raw = RawEntry.of(each);
      bytes += raw.bytes();
      entries.add(raw.read());
    }
    appetite.had(entries.size(), bytes);
    entries.forEach(this::hear);
    return entries.size();
  }

  private void hear(Entry entry) {
    Continuity continuity = Continuity.of(streamId, entry);
    boolean isPast = entry.position().compareTo(past) <= 0;
    if (continuity != Continuity.FOLLOWS) {
      listener.lose(continuity, streamId, entry.position(), isPast);
    }
    streamId = entry.position();
    if (!isPast) {
      past = StreamId.START;
    }
    listener.hear(entry, isPast);
  }

  /** What the head says; null where there is none. Who is master stands beside it. */
  private @Nullable String history(Response head) {
    if (head.get(1) != null) {
      listener.hearMaster(head.get(1).toString());
    }
    return head.get(0) == null ? null : head.get(0).toString();
  }

  private static Request askHistory() {
    return Request.cmd(Command.HMGET).arg(Scripts.HEAD).arg("history").arg("master");
  }
}
