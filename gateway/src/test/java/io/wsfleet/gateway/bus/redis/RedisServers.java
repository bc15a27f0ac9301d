package io.wsfleet.gateway.bus.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.redis.stream.StreamBus;
import io.wsfleet.gateway.bus.redis.stream.StreamSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import redis.embedded.RedisServer;

/** A real redis-server, or two of them as master and replica, on ports of their own. */
public final class RedisServers implements AutoCloseable {
  public static final String PASSWORD = "s3cret";

  private final List<Node> nodes = new ArrayList<>();

  public static RedisServers one() throws IOException {
    RedisServers servers = new RedisServers();
    servers.nodes.add(new Node(freePort(), null));
    return servers;
  }

  public static RedisServers masterAndReplica() throws IOException {
    RedisServers servers = one();
    servers.nodes.add(new Node(freePort(), servers.master()));
    return servers;
  }

  public Node master() {
    return nodes.get(0);
  }

  public Node replica() {
    return nodes.get(nodes.size() - 1);
  }

  public PubSubBus bus(Vertx vertx, String name) {
    return bus(vertx, name, 10_000_000);
  }

  public PubSubBus bus(Vertx vertx, String name, long waitingBytes) {
    Address master = new Address("127.0.0.1", master().port);
    Address replica = new Address("127.0.0.1", replica().port);
    return new PubSubBus(
        vertx, settings(name, master, replica, () -> PASSWORD, waitingBytes), new Random());
  }

  public RedisLeases leases(Vertx vertx, String name) {
    Address master = new Address("127.0.0.1", master().port);
    RedisSettings settings = settings(name, master, master, () -> PASSWORD, 10_000_000);
    return new RedisLeases(vertx, settings, new Random(), new LongAdder());
  }

  public StreamBus stream(Vertx vertx, String name) {
    return stream(vertx, name, new StreamSettings(10_000, 10_000_000, 30_000, 1000));
  }

  public StreamBus stream(Vertx vertx, String name, StreamSettings stream) {
    Address master = new Address("127.0.0.1", master().port);
    Address replica = new Address("127.0.0.1", replica().port);
    return new StreamBus(
        vertx, settings(name, master, replica, () -> PASSWORD, 10_000_000), stream, new Random());
  }

  /** One that looks after Redis once a minute, so that it hears only what it is told. */
  public StreamBus trustfulStream(Vertx vertx, String name) {
    Address master = new Address("127.0.0.1", master().port);
    Address replica = new Address("127.0.0.1", replica().port);
    StreamSettings stream = new StreamSettings(10_000, 10_000_000, 30_000, 1000);
    return new StreamBus(
        vertx,
        settings(name, master, replica, () -> PASSWORD, 10_000_000, 60_000),
        stream,
        new Random());
  }

  /** What suits a test: quick to notice and to give up. */
  static RedisSettings settings(
      String name, Address master, Address replica, Supplier<String> password, long waitingBytes) {
    return settings(name, master, replica, password, waitingBytes, 50);
  }

  private static RedisSettings settings(
      String name,
      Address master,
      Address replica,
      Supplier<String> password,
      long waitingBytes,
      int pingMillis) {
    return new RedisSettings(
        name,
        Set.of("/", "/fixed"),
        2,
        500,
        master,
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
        500);
  }

  @Override
  public void close() throws IOException {
    for (Node node : nodes) {
      node.stop();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** One redis-server, which can be stopped and started again, empty, at its port. */
  public static final class Node {
    private final int port;
    private final Node master;
    private RedisServer server;

    private Node(int port, Node master) throws IOException {
      this.port = port;
      this.master = master;
      start();
    }

    public int port() {
      return port;
    }

    public void start() throws IOException {
      var builder =
          RedisServer.newRedisServer()
              .bind("127.0.0.1")
              .port(port)
              .setting("requirepass " + PASSWORD)
              .setting("masterauth " + PASSWORD)
              .setting("save \"\"")
              .setting("repl-diskless-sync yes")
              .setting("repl-diskless-sync-delay 0");
      if (master != null) {
        builder = builder.slaveOf("127.0.0.1", master.port);
      }
      server = builder.build();
      server.start();
      if (master != null) {
        await().until(this::followsItsMaster);
      }
    }

    public void stop() throws IOException {
      server.stop();
    }

    // A replica serves subscribers before it has its master's messages for them, and the master
    // holds those back until the replica has first told how far it is, which may take a second.
    private boolean followsItsMaster() throws IOException {
      return master.answers("SET told 1", "WAIT 1 2000", "DEL told").startsWith("+OK\r\n:1\r\n");
    }

    /** What it answers to these commands, in Redis' protocol. */
    public String answers(String... commands) throws IOException {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        String all = "AUTH " + PASSWORD + "\r\n" + String.join("\r\n", commands) + "\r\nQUIT\r\n";
        socket.getOutputStream().write(all.getBytes(UTF_8));
        String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
        return answers.substring("+OK\r\n".length());
      }
    }
  }
}
