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
import java.util.function.Supplier;

/** A real redis-server, or two of them as master and replica, on ports of their own. */
public final class RedisServers implements AutoCloseable {
  public static final String PASSWORD = RedisProcess.PASSWORD;
  public static final StreamSettings STREAM_SETTINGS =
      new StreamSettings(10_000, 10_000_000, 30_000, 1000);

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
        vertx, settings(name, master, replica, () -> PASSWORD, waitingBytes), new Random());
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
        vertx, settings(name, master, replica, () -> PASSWORD, 10_000_000), stream, new Random());
  }

  /** One that looks after Redis once a minute, so that it hears only what it is told. */
  public StreamBus streamWithoutPolling(Vertx vertx, String name) {
    HostPort master = new HostPort("127.0.0.1", master().port());
    HostPort replica = new HostPort("127.0.0.1", replica().port());
    StreamSettings stream = new StreamSettings(10_000, 10_000_000, 30_000, 1000);
    return new StreamBus(
        vertx,
        settings(name, master, replica, () -> PASSWORD, 10_000_000, 60_000),
        stream,
        new Random());
  }

  /** With a canary each so many milliseconds. */
  public StreamBus streamWithHeartbeat(Vertx vertx, String name, long canaryMillis) {
    return new StreamBus(
        vertx, heartbeatSettings(name, canaryMillis), STREAM_SETTINGS, new Random());
  }

  public PubSubBus busWithHeartbeat(Vertx vertx, String name, long canaryMillis) {
    return new PubSubBus(vertx, heartbeatSettings(name, canaryMillis), new Random());
  }

  private RedisSettings heartbeatSettings(String name, long canaryMillis) {
    HostPort master = new HostPort("127.0.0.1", master().port());
    HostPort replica = new HostPort("127.0.0.1", replica().port());
    RedisSettings still = settings(name, master, replica, () -> PASSWORD, 10_000_000);
    return withIntervals(still, still.pingMillis(), still.timeoutMillis(), canaryMillis);
  }

  /** The pace of gateways in production. */
  static RedisSettings productionSettings(
      String name, HostPort master, HostPort replica, long canaryMillis) {
    RedisSettings quick = settings(name, master, replica, () -> PASSWORD, 10_000_000);
    return withIntervals(quick, 500, 1000, canaryMillis);
  }

  private static RedisSettings withIntervals(
      RedisSettings settings, int pingMillis, int timeoutMillis, long canaryMillis) {
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
        canaryMillis,
        settings.maxInFlight(),
        settings.maxJsonDepth(),
        settings.caBundle());
  }

  /** What suits a test: quick to notice and to give up. */
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
        null);
  }

  @Override
  public void close() {
    for (RedisProcess node : nodes) {
      node.close();
    }
  }
}
