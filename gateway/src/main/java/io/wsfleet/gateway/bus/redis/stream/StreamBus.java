package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.adapter.RedisAdapter;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Canaries;
import io.wsfleet.gateway.bus.Deposits;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.bus.NotPublished;
import io.wsfleet.gateway.bus.Offset;
import io.wsfleet.gateway.bus.Position;
import io.wsfleet.gateway.bus.Receipt;
import io.wsfleet.gateway.bus.Turn;
import io.wsfleet.gateway.bus.redis.RedisLink;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.redis.Uid;
import io.wsfleet.gateway.log.LogText;
import java.util.List;
import java.util.Map;
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
  private static final int MOST_PRODUCERS = 10_000;

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
  private final RedisAdapter redisAdapter;
  private final List<RedisLink> links;
  private final AtomicBoolean sendAsked = new AtomicBoolean();
  private volatile @Nullable Neighbour neighbour;
  private volatile @Nullable Offset offset;
  private volatile boolean saidFull;
  private final Canaries canaries;
  private final Latest latest = new Latest(MOST_PRODUCERS);
  private @Nullable Submission song;
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
        new StreamWriter(
            vertx,
            producer,
            settings,
            redis.timeoutMillis(),
            () -> Uid.next(random),
            submissions,
            counters,
            this::sing);
    this.reader =
        new StreamReader(vertx, Math.min(redis.pingMillis(), redis.timeoutMillis() / 2), new Ear());
    this.canaries = new Canaries(redis.canaryMillis());
    this.deposits = new RedisDeposits(context, producer, redis.inFlight());
    this.redisAdapter = new RedisAdapter(vertx, context, redis, random, counters);
    RedisLink writing = link(random, RedisLink.Role.atMaster("writer", redis.master()), writer);
    writer.leaveBy(writing::leave);
    this.links =
        List.of(
            writing,
            link(random, RedisLink.Role.forReading("reader", redis), reader),
            link(random, RedisLink.Role.atMaster("deposits", redis.master()), deposits));
  }

  private RedisLink link(RandomGenerator random, RedisLink.Role role, RedisLink.Owner owner) {
    return new RedisLink(vertx, context, role, redis, random, counters.reconnects(), owner);
  }

  @Override
  public void start(Neighbour listener) {
    neighbour = listener;
    links.forEach(RedisLink::start);
    redisAdapter.subscribeToChannel(Scripts.STREAM, reader::hearPush);
    redisAdapter.start(listener, this::hearOutsider);
    context.runOnContext(
        go -> {
          look();
          if (redis.canaryMillis() > 0) {
            vertx.setPeriodic(redis.canaryMillis(), id -> sing());
          }
        });
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    return submit(message, null).taken;
  }

  @Override
  public boolean keepsTurns() {
    return true;
  }

  @Override
  public CompletionStage<Receipt> publish(BusMessage message, Turn turn) {
    Submission submission = submit(message, turn);
    return submission.taken.thenApply(taken -> submission.receipt());
  }

  private Submission submit(BusMessage message, @Nullable Turn turn) {
    long deadline = now() + settings.publishMillis();
    Submission submission = new Submission(message, EntryFormat.encode(message), deadline, turn);
    List<Submission> givenUp = submissions.add(submission);
    if (!givenUp.isEmpty()) {
      sayFull();
      giveUp(givenUp, "it waited behind too much");
    }
    if (sendAsked.compareAndSet(false, true)) {
      context.runOnContext(go -> send());
    }
    return submission;
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
    return redisAdapter.subscribe(namespace);
  }

  @Override
  public Inquiries inquiries() {
    return redisAdapter.queries();
  }

  @Override
  public CompletionStage<Boolean> claim(String name, long millis) {
    return redisAdapter.tryLock(name, millis);
  }

  @Override
  public BusState state() {
    return writer.isUp() && reader.isUp() && redisAdapter.isUp()
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
  public int unacknowledged() {
    return submissions.unproved();
  }

  @Override
  public Map<String, Long> heard() {
    return canaries.ages(now());
  }

  @Override
  public void close() {
    links.forEach(RedisLink::close);
    redisAdapter.close();
    context.runOnContext(
        go -> {
          closed = true;
          giveUp(submissions.overdue(Long.MAX_VALUE), "the gateway ends");
        });
  }

  /** Says to the fleet that this gateway lives, unless that is still waiting to be said. */
  private void sing() {
    Submission last = song;
    boolean isWaiting = last != null && last.number() == 0 && !last.taken.isDone();
    if (closed || redis.canaryMillis() == 0 || !writer.isUp() || !reader.isUp() || isWaiting) {
      return;
    }
    song = submit(new BusMessage.Canary(redis.gateway()), null);
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
      if (!each.message.isForOthers() && !(each.message instanceof BusMessage.Canary)) {
        tell(each.message, here == null ? null : here.toString());
      }
    }
  }

  private void giveUp(List<Submission> givenUp, String why) {
    counters.unpublished().add(countSaid(givenUp));
    for (Submission each : givenUp) {
      // One that has a number was sent at least once.
      String fate = each.number() > 0 ? "; it may have arrived all the same" : "";
      each.taken.completeExceptionally(new NotPublished(why + fate));
    }
  }

  /** Without what the bus says by itself. */
  static long countSaid(List<Submission> submissions) {
    return submissions.stream()
        .filter(each -> !(each.message instanceof BusMessage.Canary))
        .count();
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
      boolean isNew = latest.isNew(said.producer(), said.number());
      boolean isOwn = said.producer().equals(producer);
      boolean heardBefore = isOwn && submissions.heard(said.number());
      if (said.message() instanceof BusMessage.Canary canary) {
        if (!isPast) {
          canaries.heard(canary.gateway(), now());
        }
        return;
      }
      listener().remember(said.message(), here);
      if (!isNew) {
        counters.repeated().increment();
      } else if (!isPast && !heardBefore && !(isOwn && said.message().isForOthers())) {
        counters.received().increment();
        tell(said.message(), here.toString());
      }
    }

    @Override
    public void catchUp() {
      sing();
    }

    @Override
    public void hearMaster(String address) {
      redis.master().hear(address);
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
