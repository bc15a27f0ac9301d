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
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.bus.redis.ConnectionListener;
import io.wsfleet.gateway.bus.redis.Endpoint;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.redis.ServerId;
import io.wsfleet.gateway.bus.redis.SupervisedConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The durable bus: messages are entries of a Redis stream. A gateway receives its own messages from
 * the stream too, so that all gateways deliver in the same order. Only while the master is
 * unavailable for longer than the timeout of a connection does a gateway deliver its own messages
 * at once; the other gateways receive them once there is a master again.
 *
 * <p>Node servers and emitters are reached through a {@link RedisAdapter}; their messages are not
 * in the stream.
 */
public final class StreamBus implements Bus {
  private final Vertx vertx;
  private final Context context;
  private final RedisSettings redisSettings;
  private final BusCounters counters = new BusCounters();
  private final PublishOutbox outbox;
  private final LocalDelivery delivery;
  private final StreamWriter writer;
  private final StreamReader reader;
  private final StreamPublisher publisher;
  private final HeartbeatTracker heartbeats;
  private final HeartbeatSender heartbeatSender;
  private final RedisSessionStore sessionStore;
  private final RedisAdapter adapter;
  private final List<SupervisedConnection> connections;
  private final LongSupplier clock;

  /**
   * @param clock milliseconds that never go back
   */
  public StreamBus(
      Vertx vertx,
      RedisSettings redis,
      StreamSettings settings,
      RandomGenerator random,
      LongSupplier clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.redisSettings = redis;
    this.clock = clock;
    String producer = redis.gateway() + "-" + ServerId.random(random);
    this.outbox = new PublishOutbox(redis.maxQueuedBytes());
    this.delivery = new LocalDelivery(outbox);
    this.heartbeats = new HeartbeatTracker(redis.heartbeatMillis());
    this.writer =
        new StreamWriter(
            vertx,
            new PublishRequests(producer, settings, () -> ServerId.random(random)),
            new Acknowledgements(
                new ReplicaAckPolicy(settings.holdBackMillis(), redis.timeoutMillis() / 4),
                outbox,
                counters.lateReplicaAcks()),
            redis.timeoutMillis(),
            outbox,
            clock,
            new WriterListener());
    this.publisher =
        new StreamPublisher(
            vertx,
            context,
            new StreamPublisher.Limits(
                redis.maxQueuedBytes(), settings.publishTimeoutMillis(), redis.timeoutMillis()),
            outbox,
            writer,
            delivery,
            counters.publishFailures(),
            clock);
    this.heartbeatSender =
        new HeartbeatSender(
            redis.gateway(),
            redis.heartbeatMillis(),
            this::isStreamConnected,
            heartbeat -> publisher.submit(heartbeat, null));
    this.reader =
        new StreamReader(
            vertx,
            Math.min(redis.pingMillis(), redis.timeoutMillis() / 2),
            new StreamListener(
                producer,
                redis.master(),
                outbox,
                delivery,
                heartbeats,
                counters,
                clock,
                heartbeatSender::send));
    this.sessionStore = new RedisSessionStore(context, producer, redis.maxInFlight());
    this.adapter = new RedisAdapter(vertx, context, redis, random, counters, clock);
    this.connections =
        List.of(
            connection(random, Endpoint.atMaster("writer", redis.master()), writer),
            connection(random, Endpoint.forReading("reader", redis), reader),
            connection(random, Endpoint.atMaster("sessions", redis.master()), sessionStore));
  }

  private SupervisedConnection connection(
      RandomGenerator random, Endpoint endpoint, ConnectionListener connectionListener) {
    return new SupervisedConnection(
        vertx, context, endpoint, redisSettings, random, counters.reconnects(), connectionListener);
  }

  private final class WriterListener implements StreamWriter.Listener {
    @Override
    public void onMasterUp() {
      heartbeatSender.send();
    }

    @Override
    public void onAcknowledged(List<PendingPublish> acknowledged) {
      counters.published().add(PendingPublish.countClients(acknowledged));
      acknowledged.forEach(pending -> pending.published.complete(null));
    }
  }

  @Override
  public void start(BusListener listener) {
    delivery.start(listener);
    connections.forEach(SupervisedConnection::start);
    adapter.subscribeToChannel(StreamKeys.STREAM, reader::onNotification);
    adapter.start(listener, delivery::deliverOutsideStream);
    context.runOnContext(
        go -> {
          publisher.start();
          heartbeatSender.start(vertx);
        });
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    return publisher.submit(message, null).published;
  }

  @Override
  public boolean supportsSequences() {
    return true;
  }

  @Override
  public CompletionStage<PublishResult> publish(BusMessage message, ProducerSequence sequence) {
    PendingPublish pending = publisher.submit(message, sequence);
    return pending.published.thenApply(published -> pending.result());
  }

  @Override
  public void serialize(Runnable action) {
    context.runOnContext(go -> action.run());
  }

  @Override
  public @Nullable StreamPosition position() {
    return delivery.position();
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
    return isStreamConnected() && adapter.isUp() ? BusState.CONNECTED : BusState.CONNECTING;
  }

  private boolean isStreamConnected() {
    return writer.isUp() && reader.isUp();
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
    return heartbeats.ages(clock.getAsLong());
  }

  @Override
  public void close() {
    connections.forEach(SupervisedConnection::close);
    adapter.close();
    context.runOnContext(
        go -> {
          heartbeatSender.close();
          publisher.close();
        });
  }
}
