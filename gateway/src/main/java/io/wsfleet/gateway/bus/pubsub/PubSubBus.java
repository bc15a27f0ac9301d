package io.wsfleet.gateway.bus.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.contract.redis.RedisKeys;
import io.wsfleet.gateway.adapter.RedisAdapter;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.HeartbeatTracker;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The bus on Redis pub/sub, through the {@link RedisAdapter} alone. A gateway misses the messages
 * that are published while it is disconnected from Redis. Its own messages it delivers at once,
 * with or without Redis.
 */
public final class PubSubBus implements Bus {
  /** The channel of heartbeats; Node servers do not subscribe to it. */
  static final String HEARTBEAT_CHANNEL = RedisKeys.HEARTBEAT_CHANNEL;

  private static final long CHECK_MILLIS = 500;

  private final Vertx vertx;
  private final Context context;
  private final RedisSettings settings;
  private final LongSupplier clock;
  private final BusCounters counters = new BusCounters();
  private final HeartbeatTracker heartbeats;
  private final RedisAdapter adapter;
  private volatile @Nullable BusListener busListener;
  private volatile boolean closed;
  private boolean wasUp;
  private long lastHeartbeat;

  /**
   * @param clock milliseconds that never go back
   */
  public PubSubBus(
      Vertx vertx, RedisSettings settings, RandomGenerator random, LongSupplier clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.clock = clock;
    this.heartbeats = new HeartbeatTracker(settings.heartbeatMillis());
    this.adapter = new RedisAdapter(vertx, context, settings, random, counters, clock);
  }

  @Override
  public void start(BusListener listener) {
    busListener = listener;
    adapter.start(listener, message -> listener.receive(message, null));
    if (settings.heartbeatMillis() > 0) {
      adapter.subscribeToChannel(
          HEARTBEAT_CHANNEL,
          gateway -> heartbeats.record(new String(gateway, UTF_8), clock.getAsLong()));
      context.runOnContext(go -> sendHeartbeatIfDue());
    }
  }

  /** Publishes the heartbeat at its interval, and at once after a reconnect. */
  private void sendHeartbeatIfDue() {
    if (closed) {
      return;
    }
    boolean isUp = adapter.isUp();
    if (isUp && (!wasUp || clock.getAsLong() - lastHeartbeat >= settings.heartbeatMillis())) {
      lastHeartbeat = clock.getAsLong();
      adapter.publish(HEARTBEAT_CHANNEL, settings.gateway().getBytes(UTF_8));
    }
    wasUp = isUp;
    vertx.setTimer(Math.min(CHECK_MILLIS, settings.heartbeatMillis()), id -> sendHeartbeatIfDue());
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    BusListener listener = busListener;
    if (listener == null) {
      throw new IllegalStateException("the bus is not started");
    }
    if (!message.isForOthers()) {
      listener.receive(message, null);
    }
    return adapter.publish(message);
  }

  /** Without a history there is nothing to serialize. */
  @Override
  public void serialize(Runnable action) {
    action.run();
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
    return adapter.isUp() ? BusState.CONNECTED : BusState.CONNECTING;
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int pendingPublishes() {
    return adapter.pendingPublishes();
  }

  @Override
  public Map<String, Long> heartbeatAges() {
    return heartbeats.ages(clock.getAsLong());
  }

  @Override
  public void close() {
    closed = true;
    adapter.close();
  }
}
