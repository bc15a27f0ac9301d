package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.Neighbour;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The bus on Redis pub/sub: the fleet is nothing but members of a {@link Cluster}, and whoever is
 * away for a moment does not hear what was said in it. This gateway is told at once what it
 * publishes, Redis or no Redis.
 */
public final class PubSubBus implements Bus {
  private final BusCounters counters = new BusCounters();
  private final Cluster cluster;
  private volatile @Nullable Neighbour neighbour;

  public PubSubBus(Vertx vertx, RedisSettings settings, RandomGenerator random) {
    Context context = vertx.getOrCreateContext();
    this.cluster = new Cluster(vertx, context, settings, random, counters);
  }

  @Override
  public void start(Neighbour listener) {
    neighbour = listener;
    cluster.start(listener, message -> listener.receive(message, null));
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
    return cluster.publish(message);
  }

  /** Without a history there is nothing that a message could come between. */
  @Override
  public void between(Runnable action) {
    action.run();
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
    return cluster.isUp() ? BusState.CONNECTED : BusState.CONNECTING;
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int waiting() {
    return cluster.waiting();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
