package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.adapter.RedisAdapter;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.HeartbeatTracker;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishException;
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.redis.ServerId;
import io.wsfleet.gateway.bus.redis.SupervisedConnection;
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
  private final List<SupervisedConnection> links;
  private final AtomicBoolean sendAsked = new AtomicBoolean();
  private volatile @Nullable BusListener busListener;
  private volatile @Nullable StreamPosition streamPosition;
  private volatile boolean saidFull;
  private final HeartbeatTracker heartbeatTracker;
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
    this.producer = redis.gateway() + "-" + ServerId.random(random);
    this.submissions = new Submissions(redis.maxQueuedBytes());
    this.writer =
        new StreamWriter(
            vertx,
            producer,
            settings,
            redis.timeoutMillis(),
            () -> ServerId.random(random),
            submissions,
            counters,
            this::sing);
    this.reader =
        new StreamReader(vertx, Math.min(redis.pingMillis(), redis.timeoutMillis() / 2), new Ear());
    this.heartbeatTracker = new HeartbeatTracker(redis.heartbeatMillis());
    this.deposits = new RedisDeposits(context, producer, redis.maxInFlight());
    this.redisAdapter = new RedisAdapter(vertx, context, redis, random, counters);
    SupervisedConnection writing =
        link(random, SupervisedConnection.Endpoint.atMaster("writer", redis.master()), writer);
    writer.leaveBy(writing::abandon);
    this.links =
        List.of(
            writing,
            link(random, SupervisedConnection.Endpoint.forReading("reader", redis), reader),
            link(
                random,
                SupervisedConnection.Endpoint.atMaster("deposits", redis.master()),
                deposits));
  }

  private SupervisedConnection link(
      RandomGenerator random,
      SupervisedConnection.Endpoint endpoint,
      SupervisedConnection.ConnectionListener connectionListener) {
    return new SupervisedConnection(
        vertx, context, endpoint, redis, random, counters.reconnects(), connectionListener);
  }

  @Override
  public void start(BusListener listener) {
    busListener = listener;
    links.forEach(SupervisedConnection::start);
    redisAdapter.subscribeToChannel(Scripts.STREAM, reader::hearPush);
    redisAdapter.start(listener, this::hearOutsider);
    context.runOnContext(
        go -> {
          look();
          if (redis.heartbeatMillis() > 0) {
            vertx.setPeriodic(redis.heartbeatMillis(), id -> sing());
          }
        });
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    return submit(message, null).taken;
  }

  @Override
  public boolean supportsSequences() {
    return true;
  }

  @Override
  public CompletionStage<PublishResult> publish(
      BusMessage message, ProducerSequence producerSequence) {
    Submission submission = submit(message, producerSequence);
    return submission.taken.thenApply(taken -> submission.receipt());
  }

  private Submission submit(BusMessage message, @Nullable ProducerSequence producerSequence) {
    long deadline = now() + settings.publishMillis();
    Submission submission =
        new Submission(message, EntryFormat.encode(message), deadline, producerSequence);
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
  public void serialize(Runnable action) {
    context.runOnContext(go -> action.run());
  }

  @Override
  public @Nullable StreamPosition position() {
    return streamPosition;
  }

  @Override
  public SessionStore sessionStore() {
    return deposits;
  }

  @Override
  public CompletionStage<Void> subscribe(String namespace) {
    return redisAdapter.subscribe(namespace);
  }

  @Override
  public ClusterQueries queries() {
    return redisAdapter.queries();
  }

  @Override
  public CompletionStage<Boolean> tryLock(String name, long millis) {
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
  public int pendingPublishes() {
    return submissions.size();
  }

  @Override
  public int unacknowledged() {
    return submissions.unproved();
  }

  @Override
  public Map<String, Long> heartbeatAges() {
    return heartbeatTracker.ages(now());
  }

  @Override
  public void close() {
    links.forEach(SupervisedConnection::close);
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
    if (closed || redis.heartbeatMillis() == 0 || !writer.isUp() || !reader.isUp() || isWaiting) {
      return;
    }
    song = submit(new BusMessage.Heartbeat(redis.gateway()), null);
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
    StreamPosition here = streamPosition;
    tell(message, here == null ? null : here.toString());
  }

  private void tellOwn() {
    StreamPosition here = streamPosition;
    for (Submission each : submissions.tell()) {
      if (!each.message.isForOthers() && !(each.message instanceof BusMessage.Heartbeat)) {
        tell(each.message, here == null ? null : here.toString());
      }
    }
  }

  private void giveUp(List<Submission> givenUp, String why) {
    counters.publishFailures().add(countSaid(givenUp));
    for (Submission each : givenUp) {
      // One that has a number was sent at least once.
      String fate = each.number() > 0 ? "; it may have arrived all the same" : "";
      each.taken.completeExceptionally(new PublishException(why + fate));
    }
  }

  /** Without what the bus says by itself. */
  static long countSaid(List<Submission> submissions) {
    return submissions.stream()
        .filter(each -> !(each.message instanceof BusMessage.Heartbeat))
        .count();
  }

  private void sayFull() {
    if (!saidFull) {
      saidFull = true;
      LOG.warnf(
          "event=publish-queue-full bytes=%d; the oldest messages are lost to other gateways"
              + " until the master is back",
          redis.maxQueuedBytes());
    }
  }

  private void tell(BusMessage message, @Nullable String at) {
    try {
      listener().receive(message, at);
    } catch (RuntimeException unexpected) {
      LOG.errorf(unexpected, "event=message-not-handled kind=%s", message.getClass());
    }
  }

  private BusListener listener() {
    BusListener listener = busListener;
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
      StreamPosition start = at(StreamId.START);
      streamPosition = start;
      if (!first) {
        counters.lostEpochs().increment();
        LOG.warnf(
            "event=history-lost history=%s; Redis began anew, and what was not heard before is gone",
            LogText.safe(current));
      }
      listener().resetHistory(start);
    }

    @Override
    public void hear(Entry entry, boolean isPast) {
      StreamPosition here = at(entry.position());
      if (entry instanceof Entry.Said said) {
        hear(said, here, isPast);
      } else if (entry instanceof Entry.Unreadable unreadable) {
        counters.malformed().increment();
        LOG.warnf(
            "event=unreadable-entry position=%s reason=\"%s\"; passed over",
            unreadable.position(), LogText.safe(String.valueOf(unreadable.why())));
      }
      // Only now: who reads it may take for granted that all up to it has been told.
      streamPosition = here;
    }

    private void hear(Entry.Said said, StreamPosition here, boolean isPast) {
      boolean isNew = latest.isNew(said.producer(), said.number());
      boolean isOwn = said.producer().equals(producer);
      boolean heardBefore = isOwn && submissions.heard(said.number());
      if (said.message() instanceof BusMessage.Heartbeat heartbeat) {
        if (!isPast) {
          heartbeatTracker.record(heartbeat.gateway(), now());
        }
        return;
      }
      listener().addToHistory(said.message(), here);
      if (!isNew) {
        counters.duplicates().increment();
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
      redis.master().announce(address);
    }

    @Override
    public void lose(Continuity how, StreamId last, StreamId next, boolean isPast) {
      // A gateway that begins to listen has missed nothing, however much is gone.
      if (!isPast) {
        long gone = next.term() == last.term() ? next.number() - last.number() - 1 : 1;
        counters.missedMessages().add(gone);
        LOG.warnf(
            "event=%s last=%s next=%s; at least %d messages did not reach the clients here",
            how == Continuity.HOLE ? "entries-missed" : "heard-what-was-lost", last, next, gone);
      }
      listener().resetHistory(at(new StreamId(next.term(), Math.max(0, next.number() - 1))));
    }

    private StreamPosition at(StreamId streamId) {
      return new StreamPosition(streamId, history);
    }
  }
}
