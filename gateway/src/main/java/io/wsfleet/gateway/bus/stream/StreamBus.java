package io.wsfleet.gateway.bus.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.contract.redis.StreamKeys;
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
  private static final long CHECK_MILLIS = 100;
  private static final long IDLE_CHECK_MILLIS = 1000;
  private static final int MAX_PRODUCERS = 10_000;

  private final Vertx vertx;
  private final Context context;
  private final RedisSettings redisSettings;
  private final StreamSettings settings;
  private final BusCounters counters = new BusCounters();
  private final String producer;
  private final PublishOutbox outbox;
  private final StreamWriter writer;
  private final StreamReader reader;
  private final RedisSessionStore sessionStore;
  private final RedisAdapter adapter;
  private final List<SupervisedConnection> connections;
  private final AtomicBoolean sendScheduled = new AtomicBoolean();
  private volatile @Nullable BusListener busListener;
  private volatile @Nullable StreamPosition streamPosition;
  private volatile boolean warnedOfFullQueue;
  private final HeartbeatTracker heartbeats;
  private final Deduplicator deduplicator = new Deduplicator(MAX_PRODUCERS);
  private @Nullable PendingPublish lastHeartbeat;
  private String epoch = "";
  private boolean closed;

  public StreamBus(
      Vertx vertx, RedisSettings redis, StreamSettings settings, RandomGenerator random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.redisSettings = redis;
    this.settings = settings;
    this.producer = redis.gateway() + "-" + ServerId.random(random);
    this.outbox = new PublishOutbox(redis.maxQueuedBytes());
    this.writer =
        new StreamWriter(
            vertx,
            producer,
            settings,
            redis.timeoutMillis(),
            () -> ServerId.random(random),
            outbox,
            counters,
            this::sendHeartbeat);
    this.reader =
        new StreamReader(
            vertx, Math.min(redis.pingMillis(), redis.timeoutMillis() / 2), new ReaderListener());
    this.heartbeats = new HeartbeatTracker(redis.heartbeatMillis());
    this.sessionStore = new RedisSessionStore(context, producer, redis.maxInFlight());
    this.adapter = new RedisAdapter(vertx, context, redis, random, counters);
    SupervisedConnection writerConnection =
        connection(
            random, SupervisedConnection.Endpoint.atMaster("writer", redis.master()), writer);
    writer.abandonWith(writerConnection::abandon);
    this.connections =
        List.of(
            writerConnection,
            connection(random, SupervisedConnection.Endpoint.forReading("reader", redis), reader),
            connection(
                random,
                SupervisedConnection.Endpoint.atMaster("deposits", redis.master()),
                sessionStore));
  }

  private SupervisedConnection connection(
      RandomGenerator random,
      SupervisedConnection.Endpoint endpoint,
      SupervisedConnection.ConnectionListener connectionListener) {
    return new SupervisedConnection(
        vertx, context, endpoint, redisSettings, random, counters.reconnects(), connectionListener);
  }

  @Override
  public void start(BusListener listener) {
    busListener = listener;
    connections.forEach(SupervisedConnection::start);
    adapter.subscribeToChannel(StreamKeys.STREAM, reader::onNotification);
    adapter.start(listener, this::onAdapterMessage);
    context.runOnContext(
        go -> {
          check();
          if (redisSettings.heartbeatMillis() > 0) {
            vertx.setPeriodic(redisSettings.heartbeatMillis(), id -> sendHeartbeat());
          }
        });
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    return submit(message, null).published;
  }

  @Override
  public boolean supportsSequences() {
    return true;
  }

  @Override
  public CompletionStage<PublishResult> publish(BusMessage message, ProducerSequence sequence) {
    PendingPublish pending = submit(message, sequence);
    return pending.published.thenApply(taken -> pending.result());
  }

  private PendingPublish submit(BusMessage message, @Nullable ProducerSequence sequence) {
    long deadline = now() + settings.publishTimeoutMillis();
    PendingPublish pending =
        new PendingPublish(message, EntryFormat.encode(message), deadline, sequence);
    List<PendingPublish> expired = outbox.add(pending);
    if (!expired.isEmpty()) {
      warnOfFullQueue();
      failAll(expired, "it waited behind too much");
    }
    if (sendScheduled.compareAndSet(false, true)) {
      context.runOnContext(go -> send());
    }
    return pending;
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
    return sessionStore;
  }

  @Override
  public CompletionStage<Void> subscribe(String namespace) {
    return adapter.subscribe(namespace);
  }

  @Override
  public ClusterQueries queries() {
    return adapter.queries();
  }

  @Override
  public CompletionStage<Boolean> tryLock(String name, long millis) {
    return adapter.tryLock(name, millis);
  }

  @Override
  public BusState state() {
    return writer.isUp() && reader.isUp() && adapter.isUp()
        ? BusState.CONNECTED
        : BusState.CONNECTING;
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int pendingPublishes() {
    return outbox.size();
  }

  @Override
  public int unacknowledged() {
    return outbox.unacknowledged();
  }

  @Override
  public Map<String, Long> heartbeatAges() {
    return heartbeats.ages(now());
  }

  @Override
  public void close() {
    connections.forEach(SupervisedConnection::close);
    adapter.close();
    context.runOnContext(
        go -> {
          closed = true;
          failAll(outbox.removeExpired(Long.MAX_VALUE), "the gateway ends");
        });
  }

  /** Says to the fleet that this gateway lives, unless that is still waiting to be said. */
  private void sendHeartbeat() {
    PendingPublish last = lastHeartbeat;
    boolean isWaiting = last != null && last.number() == 0 && !last.published.isDone();
    if (closed
        || redisSettings.heartbeatMillis() == 0
        || !writer.isUp()
        || !reader.isUp()
        || isWaiting) {
      return;
    }
    lastHeartbeat = submit(new BusMessage.Heartbeat(redisSettings.gateway()), null);
  }

  private void send() {
    // Before the queue is looked at, so that what is added meanwhile asks again.
    sendScheduled.set(false);
    if (isMasterAway()) {
      deliverLocally();
    }
    writer.send();
  }

  /** Looks now and then for what waits too long, and for a master that is away for too long. */
  private void check() {
    if (closed) {
      return;
    }
    if (writer.isUp()) {
      warnedOfFullQueue = false;
    }
    if (isMasterAway()) {
      deliverLocally();
    }
    failAll(outbox.removeExpired(now()), "it waited too long");
    boolean isIdle = writer.isUp() && outbox.size() == 0;
    vertx.setTimer(isIdle ? IDLE_CHECK_MILLIS : CHECK_MILLIS, id -> check());
  }

  /** Not for a moment longer than the master is away, or there would be two orders. */
  private boolean isMasterAway() {
    return writer.awayMillis(now()) > redisSettings.timeoutMillis();
  }

  /** What Node servers and emitters publish comes past the stream, and is not in the history. */
  private void onAdapterMessage(BusMessage message) {
    StreamPosition position = streamPosition;
    deliver(message, position == null ? null : position.toString());
  }

  private void deliverLocally() {
    StreamPosition position = streamPosition;
    for (PendingPublish each : outbox.takeUndelivered()) {
      if (!each.message.isForOthers() && !(each.message instanceof BusMessage.Heartbeat)) {
        deliver(each.message, position == null ? null : position.toString());
      }
    }
  }

  private void failAll(List<PendingPublish> expired, String reason) {
    counters.publishFailures().add(countWithoutHeartbeats(expired));
    for (PendingPublish each : expired) {
      // One that has a number was sent at least once.
      String suffix = each.number() > 0 ? "; it may have arrived all the same" : "";
      each.published.completeExceptionally(new PublishException(reason + suffix));
    }
  }

  /** Without what the bus says by itself. */
  static long countWithoutHeartbeats(List<PendingPublish> submissions) {
    return submissions.stream()
        .filter(each -> !(each.message instanceof BusMessage.Heartbeat))
        .count();
  }

  private void warnOfFullQueue() {
    if (!warnedOfFullQueue) {
      warnedOfFullQueue = true;
      LOG.warnf(
          "event=publish-queue-full bytes=%d; the oldest messages are lost to other gateways"
              + " until the master is back",
          redisSettings.maxQueuedBytes());
    }
  }

  private void deliver(BusMessage message, @Nullable String at) {
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
  private final class ReaderListener implements StreamReader.Listener {

    @Override
    public void onEpoch(String current, boolean first) {
      epoch = current;
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
    public void onEntry(Entry entry, boolean isBacklog) {
      StreamPosition position = at(entry.id());
      if (entry instanceof Entry.Message message) {
        onEntry(message, position, isBacklog);
      } else if (entry instanceof Entry.Unreadable unreadable) {
        counters.malformed().increment();
        LOG.warnf(
            "event=unreadable-entry position=%s reason=\"%s\"; passed over",
            unreadable.id(), LogText.safe(String.valueOf(unreadable.reason())));
      }
      // Only now: who reads it may take for granted that all up to it has been told.
      streamPosition = position;
    }

    private void onEntry(Entry.Message message, StreamPosition position, boolean isBacklog) {
      boolean isNew = deduplicator.isNew(message.producer(), message.number());
      boolean isOwn = message.producer().equals(producer);
      boolean deliveredBefore = isOwn && outbox.markReceived(message.number());
      if (message.message() instanceof BusMessage.Heartbeat heartbeat) {
        if (!isBacklog) {
          heartbeats.record(heartbeat.gateway(), now());
        }
        return;
      }
      listener().addToHistory(message.message(), position);
      if (!isNew) {
        counters.duplicates().increment();
      } else if (!isBacklog && !deliveredBefore && !(isOwn && message.message().isForOthers())) {
        counters.received().increment();
        deliver(message.message(), position.toString());
      }
    }

    @Override
    public void onCaughtUp() {
      sendHeartbeat();
    }

    @Override
    public void onMasterAddress(String address) {
      redisSettings.master().announce(address);
    }

    @Override
    public void onGap(SequenceCheck check, StreamId last, StreamId next, boolean isBacklog) {
      // A gateway that begins to listen has missed nothing, however much is gone.
      if (!isBacklog) {
        long missed = next.term() == last.term() ? next.number() - last.number() - 1 : 1;
        counters.missedMessages().add(missed);
        LOG.warnf(
            "event=%s last=%s next=%s; at least %d messages did not reach the clients here",
            check == SequenceCheck.GAP ? "entries-missed" : "heard-what-was-lost",
            last,
            next,
            missed);
      }
      listener().resetHistory(at(new StreamId(next.term(), Math.max(0, next.number() - 1))));
    }

    private StreamPosition at(StreamId id) {
      return new StreamPosition(id, epoch);
    }
  }
}
