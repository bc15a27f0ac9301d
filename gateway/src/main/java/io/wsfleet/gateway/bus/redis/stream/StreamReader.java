package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.Position;
import io.wsfleet.gateway.bus.redis.RedisLink;
import io.wsfleet.gateway.log.LogText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream, at a replica if there is one, from where it stopped last:
 *
 * <ol>
 *   <li>On each connection it asks which history this is and where it ends; up to there it catches
 *       up. At the very first time that is the past, of which nobody here has to be told.
 *   <li>Then it waits for the next entries, and asks for the history again behind each answer: a
 *       stream that was replaced would leave it waiting for a number that never comes, or give it
 *       another's entry under the number that it expects.
 *   <li>Another history is read from its beginning.
 * </ol>
 *
 * Runs on the event loop of the bus.
 */
final class StreamReader implements RedisLink.Owner {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long RETRY_MILLIS = 50;

  private final Vertx vertx;
  private final long blockMillis;
  private final Listener listener;
  private final Appetite appetite = new Appetite();
  private @Nullable RedisConnection connection;
  private @Nullable String history;
  private Position position = Position.START;
  private Position past = Position.START;
  private Position target = Position.START;
  private volatile boolean caughtUp;
  private boolean saidFailing;

  /** Waits at Redis for so long at a time, which has to be less than a connection may be silent. */
  StreamReader(Vertx vertx, long blockMillis, Listener listener) {
    this.vertx = vertx;
    this.blockMillis = blockMillis;
    this.listener = listener;
  }

  interface Listener {
    /** From now on entries are of this history; the first one, or one instead of another. */
    void begin(String history, boolean first);

    /** The next entry; of the past, if it was there before this gateway began to listen. */
    void hear(Entry entry, boolean isPast);

    /** What comes next does not follow on what was heard last. */
    void lose(Continuity how, Position last, Position next, boolean isPast);
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
  public void receive(Response message) {}

  @Override
  public void up(RedisConnection made) {
    connection = made;
    look(made);
  }

  @Override
  public void down() {
    connection = null;
    caughtUp = false;
  }

  private void look(RedisConnection made) {
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
              Position end = both.succeeded() ? end(last.result()) : null;
              if (end == null || current.result() == null) {
                again(made, both.cause());
                return;
              }
              target = end;
              enter(current.result().toString());
              read(made);
            });
  }

  private static @Nullable Position end(@Nullable Response last) {
    return last == null || last.size() == 0 ? null : Position.parse(last.get(0).get(0).toString());
  }

  private void enter(String current) {
    if (current.equals(history)) {
      return;
    }
    boolean first = history == null;
    if (first) {
      past = target;
    }
    history = current;
    position = Position.START;
    listener.begin(current, first);
  }

  private void read(RedisConnection made) {
    caughtUp = position.compareTo(target) >= 0;
    Future<Response> entries =
        made.send(
            Request.cmd(Command.XREAD)
                .arg("BLOCK")
                .arg(blockMillis)
                .arg("COUNT")
                .arg(appetite.entries())
                .arg("STREAMS")
                .arg(Scripts.STREAM)
                .arg(position.toString()));
    Future<Response> current = made.send(askHistory());
    CompositeFuture both = Future.all(entries, current);
    both.onComplete(
        done -> {
          if (made != connection) {
            return;
          }
          if (done.failed() || current.result() == null) {
            again(made, done.cause());
          } else if (!current.result().toString().equals(history)) {
            look(made);
          } else {
            saidFailing = false;
            hear(entries.result());
            read(made);
          }
        });
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

  private void hear(@Nullable Response answer) {
    if (answer == null || answer.size() == 0) {
      return;
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
  }

  private void hear(Entry entry) {
    Continuity continuity = Continuity.of(position, entry);
    boolean isPast = entry.position().compareTo(past) <= 0;
    if (continuity != Continuity.FOLLOWS) {
      listener.lose(continuity, position, entry.position(), isPast);
    }
    position = entry.position();
    if (!isPast) {
      past = Position.START;
    }
    listener.hear(entry, isPast);
  }

  private static Request askHistory() {
    return Request.cmd(Command.HGET).arg(Scripts.HEAD).arg("history");
  }

  /** An entry as Redis gives it: its position and its fields. */
  private record RawEntry(Position position, Map<String, byte[]> fields) {

    static RawEntry of(Response entry) {
      Map<String, byte[]> fields = new HashMap<>();
      Response list = entry.get(1);
      for (int i = 0; i + 1 < list.size(); i += 2) {
        fields.put(list.get(i).toString(), list.get(i + 1).toBytes());
      }
      Position position = Position.parse(entry.get(0).toString());
      return new RawEntry(position == null ? Position.START : position, fields);
    }

    Entry read() {
      try {
        return EntryFormat.read(position, fields);
      } catch (IOException unreadable) {
        return new Entry.Unreadable(position, unreadable.getMessage());
      }
    }

    long bytes() {
      return fields.values().stream().mapToLong(value -> value.length).sum();
    }
  }
}
