package io.wsfleet.gateway.bus.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.pubsub.PubSubBus;
import io.wsfleet.gateway.bus.stream.StreamBus;
import io.wsfleet.gateway.bus.stream.StreamSettings;
import io.wsfleet.testing.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A real redis-server, or two of them as master and replica, on ports of their own. */
public final class RedisServers implements AutoCloseable {
  /** A program of another version than the one that comes with the tests. */
  private static final String OTHER_EXECUTABLE = System.getProperty("redis.server");

  public static final String PASSWORD = "s3cret";
  public static final StreamSettings STREAM_SETTINGS =
      new StreamSettings(10_000, 10_000_000, 30_000, 1000);

  /** Milliseconds that never go back. */
  public static final LongSupplier CLOCK = () -> System.nanoTime() / 1_000_000;

  private final List<Node> nodes = new ArrayList<>();

  public static RedisServers one() throws IOException {
    RedisServers servers = new RedisServers();
    servers.nodes.add(new Node(FreePorts.free(), null));
    return servers;
  }

  public static RedisServers masterAndReplica() throws IOException {
    RedisServers servers = one();
    servers.nodes.add(new Node(FreePorts.free(), servers.master()));
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
    HostPort master = new HostPort("127.0.0.1", master().port);
    HostPort replica = new HostPort("127.0.0.1", replica().port);
    return new PubSubBus(
        vertx, settings(name, master, replica, () -> PASSWORD, waitingBytes), new Random(), CLOCK);
  }

  public RedisLeases leases(Vertx vertx, String name) {
    HostPort master = new HostPort("127.0.0.1", master().port);
    RedisSettings settings = settings(name, master, master, () -> PASSWORD, 10_000_000);
    return new RedisLeases(vertx, settings, new Random(), new LongAdder());
  }

  public StreamBus stream(Vertx vertx, String name) {
    return stream(vertx, name, new StreamSettings(10_000, 10_000_000, 30_000, 1000));
  }

  public StreamBus stream(Vertx vertx, String name, StreamSettings stream) {
    HostPort master = new HostPort("127.0.0.1", master().port);
    HostPort replica = new HostPort("127.0.0.1", replica().port);
    return new StreamBus(
        vertx,
        settings(name, master, replica, () -> PASSWORD, 10_000_000),
        stream,
        new Random(),
        CLOCK);
  }

  /** One that looks after Redis once a minute, so that it hears only what it is told. */
  public StreamBus streamWithoutPolling(Vertx vertx, String name) {
    return streamWithoutPolling(vertx, name, new HostPort("127.0.0.1", master().port));
  }

  /** The same behind a Service that need not lead to the master. */
  public StreamBus streamWithoutPolling(Vertx vertx, String name, HostPort master) {
    HostPort replica = new HostPort("127.0.0.1", replica().port);
    StreamSettings stream = new StreamSettings(10_000, 10_000_000, 30_000, 1000);
    return new StreamBus(
        vertx,
        settings(name, master, replica, () -> PASSWORD, 10_000_000, 60_000),
        stream,
        new Random(),
        CLOCK);
  }

  /** With a canary each so many milliseconds. */
  public StreamBus streamWithHeartbeat(Vertx vertx, String name, long canaryMillis) {
    return new StreamBus(
        vertx, heartbeatSettings(name, canaryMillis), STREAM_SETTINGS, new Random(), CLOCK);
  }

  public PubSubBus busWithHeartbeat(Vertx vertx, String name, long canaryMillis) {
    return new PubSubBus(vertx, heartbeatSettings(name, canaryMillis), new Random(), CLOCK);
  }

  private RedisSettings heartbeatSettings(String name, long canaryMillis) {
    HostPort master = new HostPort("127.0.0.1", master().port);
    HostPort replica = new HostPort("127.0.0.1", replica().port);
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
  public void close() throws IOException {
    for (Node node : nodes) {
      node.stop();
    }
  }

  /** One redis-server, which can be stopped and started again, empty, at its port. */
  public static final class Node {
    private final int port;
    private final Node master;
    private final boolean isReplicaOfNone;
    private RedisServer server;
    private String pid = "";

    private Node(int port, Node master) throws IOException {
      this(port, master, false);
    }

    private Node(int port, Node master, boolean isGuarded) throws IOException {
      this.port = port;
      this.master = master;
      this.isReplicaOfNone = isGuarded;
      start();
    }

    /**
     * One that is a replica of nothing until it is told otherwise, as those of the operator are.
     */
    static Node replicaOfNone() throws IOException {
      return new Node(FreePorts.free(), null, true);
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
      if (OTHER_EXECUTABLE != null) {
        builder = builder.executableProvider(() -> new File(OTHER_EXECUTABLE));
      }
      if (master != null) {
        builder = builder.slaveOf("127.0.0.1", master.port);
      }
      if (isReplicaOfNone) {
        builder =
            builder
                .slaveOf("127.0.0.1", 1)
                .setting("repl-diskless-load swapdb")
                .setting("repl-ping-replica-period 1")
                .setting("repl-timeout 5");
      }
      server = builder.build();
      server.start();
      pid = info("process_id");
      if (master != null) {
        await().until(this::followsItsMaster);
      }
    }

    public void stop() throws IOException {
      server.stop();
    }

    /** Ends it without a word to its replicas. */
    public void kill() throws IOException {
      signal("KILL");
      server.stop();
    }

    /** It keeps its connections and answers nothing. */
    public void suspend() throws IOException {
      signal("STOP");
    }

    public void resume() throws IOException {
      signal("CONT");
    }

    private void signal(String name) throws IOException {
      try {
        new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    // A replica serves subscribers before it has its master's messages for them, and the master
    // holds those back until the replica has first told how far it is, which may take a second.
    private boolean followsItsMaster() throws IOException {
      return master.pipeline("SET told 1", "WAIT 1 2000", "DEL told").startsWith("+OK\r\n:1\r\n");
    }

    /** A line of what it says of itself. */
    public String info(String name) throws IOException {
      Matcher line = Pattern.compile("(?m)^" + name + ":(.*?)\\r?$").matcher(command("INFO"));
      return line.find() ? line.group(1) : "";
    }

    /** What it answers to a command whose arguments may be any text, in Redis' protocol. */
    public String command(String... command) throws IOException {
      StringBuilder request = new StringBuilder("*" + command.length);
      for (String argument : command) {
        request.append("\r\n$").append(argument.getBytes(UTF_8).length).append("\r\n");
        request.append(argument);
      }
      return pipeline(request.toString());
    }

    /** What it answers to these commands, in Redis' protocol. */
    public String pipeline(String... commands) throws IOException {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(5000);
        String all = "AUTH " + PASSWORD + "\r\n" + String.join("\r\n", commands) + "\r\nQUIT\r\n";
        socket.getOutputStream().write(all.getBytes(UTF_8));
        String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
        return answers.substring("+OK\r\n".length());
      }
    }
  }
}
