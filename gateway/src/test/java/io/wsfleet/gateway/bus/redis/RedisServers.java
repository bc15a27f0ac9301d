package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.pubsub.PubSubBus;
import io.wsfleet.gateway.bus.stream.StreamBus;
import io.wsfleet.gateway.bus.stream.StreamSettings;
import io.wsfleet.testing.RedisProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A real redis-server, or a master and a replica, on free ports. */
public final class RedisServers implements AutoCloseable {
  public static final String PASSWORD = RedisProcess.PASSWORD;
  public static final StreamSettings STREAM_SETTINGS =
      new StreamSettings(10_000, 10_000_000, 30_000, 1000);

  /** Milliseconds that never go back. */
  public static final LongSupplier CLOCK = () -> System.nanoTime() / 1_000_000;

  private final List<RedisProcess> nodes = new ArrayList<>();

  public static RedisServers one() throws IOException {
    RedisServers servers = new RedisServers();
    servers.nodes.add(RedisProcess.startMaster());
    return servers;
  }

  public static RedisServers masterAndReplica() throws IOException {
    RedisServers servers = one();
    servers.nodes.add(RedisProcess.builder().replicaOf(servers.master()).build());
    return servers;
  }

  public RedisProcess master() {
    return nodes.get(0);
  }

  public RedisProcess replica() {
    return nodes.get(nodes.size() - 1);
  }

  public PubSubBus bus(Vertx vertx, String name) {
    return bus(vertx, name, 10_000_000);
  }

  public PubSubBus bus(Vertx vertx, String name, long waitingBytes) {
    HostPort master = new HostPort("127.0.0.1", master().port());
    HostPort replica = new HostPort("127.0.0.1", replica().port());
    return new PubSubBus(
        vertx, settings(name, master, replica, () -> PASSWORD, waitingBytes), new Random(), CLOCK);
  }

  public RedisLeases leases(Vertx vertx, String name) {
    HostPort master = new HostPort("127.0.0.1", master().port());
    RedisSettings settings = settings(name, master, master, () -> PASSWORD, 10_000_000);
    return new RedisLeases(vertx, settings, new Random(), new LongAdder());
  }

  public StreamBus stream(Vertx vertx, String name) {
    return stream(vertx, name, new StreamSettings(10_000, 10_000_000, 30_000, 1000));
  }

  public StreamBus stream(Vertx vertx, String name, StreamSettings stream) {
    HostPort master = new HostPort("127.0.0.1", master().port());
    HostPort replica = new HostPort("127.0.0.1", replica().port());
    return new StreamBus(
        vertx,
        settings(name, master, replica, () -> PASSWORD, 10_000_000),
        stream,
        new Random(),
        CLOCK);
  }

  /** A bus that polls Redis once a minute, and so depends on notifications. */
  public StreamBus streamWithoutPolling(Vertx vertx, String name) {
    return streamWithoutPolling(vertx, name, new HostPort("127.0.0.1", master().port()));
  }

  /** The same behind a Service that need not lead to the master. */
  public StreamBus streamWithoutPolling(Vertx vertx, String name, HostPort master) {
    HostPort replica = new HostPort("127.0.0.1", replica().port());
    StreamSettings stream = new StreamSettings(10_000, 10_000_000, 30_000, 1000);
    return new StreamBus(
        vertx,
        settings(name, master, replica, () -> PASSWORD, 10_000_000, 60_000),
        stream,
        new Random(),
        CLOCK);
  }

  /** A bus that publishes a heartbeat at this interval. */
  public StreamBus streamWithHeartbeat(Vertx vertx, String name, long heartbeatMillis) {
    return new StreamBus(
        vertx, heartbeatSettings(name, heartbeatMillis), STREAM_SETTINGS, new Random(), CLOCK);
  }

  public PubSubBus busWithHeartbeat(Vertx vertx, String name, long heartbeatMillis) {
    return new PubSubBus(vertx, heartbeatSettings(name, heartbeatMillis), new Random(), CLOCK);
  }

  private RedisSettings heartbeatSettings(String name, long heartbeatMillis) {
    HostPort master = new HostPort("127.0.0.1", master().port());
    HostPort replica = new HostPort("127.0.0.1", replica().port());
    RedisSettings still = settings(name, master, replica, () -> PASSWORD, 10_000_000);
    return withIntervals(still, still.pingMillis(), still.timeoutMillis(), heartbeatMillis);
  }

  /** The intervals of gateways in production. */
  static RedisSettings productionSettings(
      String name, HostPort master, HostPort replica, long heartbeatMillis) {
    RedisSettings quick = settings(name, master, replica, () -> PASSWORD, 10_000_000);
    return withIntervals(quick, 500, 1000, heartbeatMillis);
  }

  private static RedisSettings withIntervals(
      RedisSettings settings, int pingMillis, int timeoutMillis, long heartbeatMillis) {
    return new RedisSettings(
        settings.gateway(),
        settings.fixedNamespaces(),
        settings.maxNamespaces(),
        settings.lingerMillis(),
        settings.master(),
        settings.replica(),
        settings.password(),
        pingMillis,
        timeoutMillis,
        1000,
        settings.responseTimeoutMillis(),
        settings.maxPendingRequests(),
        settings.maxQueuedBytes(),
        heartbeatMillis,
        settings.maxInFlight(),
        settings.maxJsonDepth(),
        settings.caBundle(),
        new ConnectionLog());
  }

  /** Short intervals and timeouts, as tests need them. */
  public static RedisSettings settings(
      String name,
      HostPort master,
      HostPort replica,
      Supplier<String> password,
      long waitingBytes) {
    return settings(name, master, replica, password, waitingBytes, 50);
  }

  private static RedisSettings settings(
      String name,
      HostPort master,
      HostPort replica,
      Supplier<String> password,
      long waitingBytes,
      int pingMillis) {
    return new RedisSettings(
        name,
        Set.of("/", "/fixed"),
        2,
        500,
        new MasterAddress(master),
        replica,
        password,
        pingMillis,
        20 * pingMillis,
        2000,
        1000,
        3,
        waitingBytes,
        0,
        1000,
        500,
        null,
        new ConnectionLog());
  }

  @Override
  public void close() throws IOException {
    for (RedisProcess node : nodes) {
      node.close();
    }
  }
}
