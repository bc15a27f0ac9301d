package io.wsfleet.gateway.bus.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.adapter.RedisAdapter;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Canaries;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.Neighbour;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The bus on Redis pub/sub: the fleet is nothing but members of a {@link RedisAdapter}, and whoever
 * is away for a moment does not hear what was said in it. This gateway is told at once what it
 * publishes, Redis or no Redis.
 */
public final class PubSubBus implements Bus {
  /** On which gateways say that they live; Node servers do not listen to it. */
  static final String CANARIES = "wsfleet:canary";

  private static final long LOOK_MILLIS = 500;

  private final Vertx vertx;
  private final Context context;
  private final RedisSettings settings;
  private final BusCounters counters = new BusCounters();
  private final Canaries canaries;
  private final RedisAdapter redisAdapter;
  private volatile @Nullable Neighbour neighbour;
  private volatile boolean closed;
  private boolean wasUp;
  private long sungAt;

  public PubSubBus(Vertx vertx, RedisSettings settings, RandomGenerator random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.canaries = new Canaries(settings.canaryMillis());
    this.redisAdapter = new RedisAdapter(vertx, context, settings, random, counters);
  }

  @Override
  public void start(Neighbour listener) {
    neighbour = listener;
    redisAdapter.start(listener, message -> listener.receive(message, null));
    if (settings.canaryMillis() > 0) {
      redisAdapter.subscribeToChannel(
          CANARIES, gateway -> canaries.heard(new String(gateway, UTF_8), now()));
      context.runOnContext(go -> look());
    }
  }

  /** Says that this gateway lives when it is time to, and at once when Redis is back. */
  private void look() {
    if (closed) {
      return;
    }
    boolean isUp = redisAdapter.isUp();
    if (isUp && (!wasUp || now() - sungAt >= settings.canaryMillis())) {
      sungAt = now();
      redisAdapter.publish(CANARIES, settings.gateway().getBytes(UTF_8));
    }
    wasUp = isUp;
    vertx.setTimer(Math.min(LOOK_MILLIS, settings.canaryMillis()), id -> look());
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    Neighbour listener = neighbour;
    if (listener == null) {
      throw new IllegalStateException("the bus is used before it was started");
    }
    if (!message.isForOthers()) {
      listener.receive(message, null);
    }
    return redisAdapter.publish(message);
  }

  /** Without a history there is nothing that a message could come between. */
  @Override
  public void between(Runnable action) {
    action.run();
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
    return redisAdapter.isUp() ? BusState.CONNECTED : BusState.CONNECTING;
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int waiting() {
    return redisAdapter.pendingPublishes();
  }

  @Override
  public Map<String, Long> heard() {
    return canaries.ages(now());
  }

  @Override
  public void close() {
    closed = true;
    redisAdapter.close();
  }
}
