package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Deposits;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.bus.NotPublished;
import io.wsfleet.gateway.bus.Offset;
import io.wsfleet.gateway.bus.Position;
import io.wsfleet.gateway.bus.redis.Cluster;
import io.wsfleet.gateway.bus.redis.RedisLink;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.redis.Uid;
import io.wsfleet.gateway.log.LogText;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bus on a Redis stream. What is published here reaches this gateway too by way of the stream,
 * so that all members have one order; only while the master is away for longer than a connection
 * may be silent are the sockets of this gateway told at once, and the others when it is back.
 */
public final class StreamBus implements Bus {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long LOOK_MILLIS = 100;
  private static final long CALM_LOOK_MILLIS = 1000;

  private final Vertx vertx;
  private final Context context;
  private final RedisSettings redis;
  private final StreamSettings settings;
  private final BusCounters counters = new BusCounters();
  private final String producer;
  private final Submissions submissions;
  private final StreamWriter writer;
  private final StreamReader reader;
  private final RedisDeposits deposits;
  private final Cluster cluster;
  private final List<RedisLink> links;
  private final AtomicBoolean sendAsked = new AtomicBoolean();
  private volatile @Nullable Neighbour neighbour;
  private volatile @Nullable Offset offset;
  private volatile boolean saidFull;
  private String history = "";
  private boolean closed;

  public StreamBus(
      Vertx vertx, RedisSettings redis, StreamSettings settings, RandomGenerator random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.redis = redis;
    this.settings = settings;
    this.producer = redis.gateway() + "-" + Uid.next(random);
    this.submissions = new Submissions(redis.waitingBytes());
    this.writer =
        new StreamWriter(vertx, producer, settings, () -> Uid.next(random), submissions, counters);
    this.reader =
        new StreamReader(vertx, Math.min(redis.pingMillis(), redis.timeoutMillis() / 2), new Ear());
    this.deposits = new RedisDeposits(context, producer, redis.inFlight());
    this.cluster = new Cluster(vertx, context, redis, random, counters);
    this.links =
        List.of(
            link(random, "writer", true, writer),
            link(random, "reader", redis.master().equals(redis.replica()), reader),
            link(random, "deposits", true, deposits));
  }

  private RedisLink link(
      RandomGenerator random, String name, boolean atMaster, RedisLink.Owner owner) {
    RedisLink.Role role =
        atMaster
            ? new RedisLink.Role(name, redis.master(), Command.ROLE)
            : new RedisLink.Role(name, redis.replica(), Command.PING);
    return new RedisLink(vertx, context, role, redis, random, counters.reconnects(), owner);
  }

  @Override
  public void start(Neighbour listener) {
    neighbour = listener;
    links.forEach(RedisLink::start);
    cluster.listen(Scripts.STREAM, reader::hearPush);
    cluster.start(listener, this::hearOutsider);
    context.runOnContext(go -> look());
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    Submission submission =
        new Submission(message, EntryFormat.encode(message), now() + settings.publishMillis());
    List<Submission> givenUp = submissions.add(submission);
    if (!givenUp.isEmpty()) {
      sayFull();
      giveUp(givenUp, "it waited behind too much");
    }
    if (sendAsked.compareAndSet(false, true)) {
      context.runOnContext(go -> send());
    }
    return submission.taken;
  }

  @Override
  public void between(Runnable action) {
    context.runOnContext(go -> action.run());
  }

  @Override
  public @Nullable Offset offset() {
    return offset;
  }

  @Override
  public Deposits deposits() {
    return deposits;
  }

  @Override
  public CompletionStage<Void> attend(String namespace) {
    return cluster.attend(namespace);
  }

  @Override
  public Inquiries inquiries() {
    return cluster.inquiries();
  }

  @Override
  public CompletionStage<Boolean> claim(String name, long millis) {
    return cluster.claim(name, millis);
  }

  @Override
  public BusState state() {
    return writer.isUp() && reader.isUp() && cluster.isUp()
        ? BusState.CONNECTED
        : BusState.CONNECTING;
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int waiting() {
    return submissions.size();
  }

  @Override
  public void close() {
    links.forEach(RedisLink::close);
    cluster.close();
    context.runOnContext(
        go -> {
          closed = true;
          giveUp(submissions.overdue(Long.MAX_VALUE), "the gateway ends");
        });
  }

  private void send() {
    // Before the queue is looked at, so that what is added meanwhile asks again.
    sendAsked.set(false);
    if (isAlone()) {
      tellOwn();
    }
    writer.send();
  }

  /** Looks now and then for what waits too long, and for a master that is away for too long. */
  private void look() {
    if (closed) {
      return;
    }
    if (writer.isUp()) {
      saidFull = false;
    }
    if (isAlone()) {
      tellOwn();
    }
    giveUp(submissions.overdue(now()), "it waited too long");
    boolean isCalm = writer.isUp() && submissions.size() == 0;
    vertx.setTimer(isCalm ? CALM_LOOK_MILLIS : LOOK_MILLIS, id -> look());
  }

  /** Not for a moment longer than the master is away, or there would be two orders. */
  private boolean isAlone() {
    return writer.awayMillis(now()) > redis.timeoutMillis();
  }

  /** What Node servers and emitters publish comes past the stream, and is not in the history. */
  private void hearOutsider(BusMessage message) {
    Offset here = offset;
    tell(message, here == null ? null : here.toString());
  }

  private void tellOwn() {
    Offset here = offset;
    for (Submission each : submissions.tell()) {
      if (!each.message.isForOthers()) {
        tell(each.message, here == null ? null : here.toString());
      }
    }
  }

  private void giveUp(List<Submission> givenUp, String why) {
    counters.unpublished().add(givenUp.size());
    givenUp.forEach(each -> each.taken.completeExceptionally(new NotPublished(why)));
  }

  private void sayFull() {
    if (!saidFull) {
      saidFull = true;
      LOG.warnf(
          "event=publish-queue-full bytes=%d; the oldest messages are lost to other gateways"
              + " until the master is back",
          redis.waitingBytes());
    }
  }

  private void tell(BusMessage message, @Nullable String at) {
    try {
      listener().receive(message, at);
    } catch (RuntimeException unexpected) {
      LOG.errorf(unexpected, "event=message-not-handled kind=%s", message.getClass());
    }
  }

  private Neighbour listener() {
    Neighbour listener = neighbour;
    if (listener == null) {
      throw new IllegalStateException("the bus is used before it was started");
    }
    return listener;
  }

  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** What the reader hears, and what that means to this gateway. */
  private final class Ear implements StreamReader.Listener {

    @Override
    public void begin(String current, boolean first) {
      history = current;
      Offset start = at(Position.START);
      offset = start;
      if (!first) {
        counters.historiesLost().increment();
        LOG.warnf(
            "event=history-lost history=%s; Redis began anew, and what was not heard before is gone",
            LogText.safe(current));
      }
      listener().forget(start);
    }

    @Override
    public void hear(Entry entry, boolean isPast) {
      Offset here = at(entry.position());
      if (entry instanceof Entry.Said said) {
        hear(said, here, isPast);
      } else if (entry instanceof Entry.Unreadable unreadable) {
        counters.malformed().increment();
        LOG.warnf(
            "event=unreadable-entry position=%s reason=\"%s\"; passed over",
            unreadable.position(), LogText.safe(String.valueOf(unreadable.why())));
      }
      // Only now: who reads it may take for granted that all up to it has been told.
      offset = here;
    }

    private void hear(Entry.Said said, Offset here, boolean isPast) {
      boolean isOwn = said.producer().equals(producer);
      boolean heardBefore = isOwn && submissions.heard(said.number());
      boolean isForOthers = isOwn && said.message().isForOthers();
      listener().remember(said.message(), here);
      if (!isPast && !heardBefore && !isForOthers) {
        counters.received().increment();
        tell(said.message(), here.toString());
      }
    }

    @Override
    public void lose(Continuity how, Position last, Position next, boolean isPast) {
      // A gateway that begins to listen has missed nothing, however much is gone.
      if (!isPast) {
        long gone = next.term() == last.term() ? next.number() - last.number() - 1 : 1;
        counters.missed().add(gone);
        LOG.warnf(
            "event=%s last=%s next=%s; at least %d messages did not reach the clients here",
            how == Continuity.HOLE ? "entries-missed" : "heard-what-was-lost", last, next, gone);
      }
      listener().forget(at(new Position(next.term(), Math.max(0, next.number() - 1))));
    }

    private Offset at(Position position) {
      return new Offset(position, history);
    }
  }
}
