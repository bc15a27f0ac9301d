package io.wsfleet.gateway.bus.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.redis.stream.StreamBus;
import io.wsfleet.gateway.bus.redis.stream.StreamSettings;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A real redis-server, or two of them as master and replica, on ports of their own. */
public final class RedisServers implements AutoCloseable {
  /** A program of another version than the one that comes with the tests. */
  private static final String OTHER = System.getProperty("redis.server");

  public static final String PASSWORD = "s3cret";
  public static final StreamSettings SOME = new StreamSettings(10_000, 10_000_000, 30_000, 1000);

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

  /** With a canary each so many milliseconds. */
  public StreamBus singingStream(Vertx vertx, String name, long canaryMillis) {
    return new StreamBus(vertx, singing(name, canaryMillis), SOME, new Random());
  }

  public PubSubBus singingBus(Vertx vertx, String name, long canaryMillis) {
    return new PubSubBus(vertx, singing(name, canaryMillis), new Random());
  }

  private RedisSettings singing(String name, long canaryMillis) {
    Address master = new Address("127.0.0.1", master().port);
    Address replica = new Address("127.0.0.1", replica().port);
    RedisSettings still = settings(name, master, replica, () -> PASSWORD, 10_000_000);
    return withPace(still, still.pingMillis(), still.timeoutMillis(), canaryMillis);
  }

  /** The pace of gateways in production. */
  static RedisSettings inEarnest(String name, Address master, Address replica, long canaryMillis) {
    RedisSettings quick = settings(name, master, replica, () -> PASSWORD, 10_000_000);
    return withPace(quick, 500, 1000, canaryMillis);
  }

  private static RedisSettings withPace(
      RedisSettings settings, int pingMillis, int timeoutMillis, long canaryMillis) {
    return new RedisSettings(
        settings.gateway(),
        settings.namespaces(),
        settings.maxNamespaces(),
        settings.lingerMillis(),
        settings.master(),
        settings.replica(),
        settings.password(),
        pingMillis,
        timeoutMillis,
        1000,
        settings.answerMillis(),
        settings.maxQuestions(),
        settings.waitingBytes(),
        canaryMillis,
        settings.inFlight(),
        settings.maxJsonDepth(),
        settings.authorities());
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** One redis-server, which can be stopped and started again, empty, at its port. */
  public static final class Node {
    private final int port;
    private final Node master;
    private final boolean isGuarded;
    private RedisServer server;
    private String pid = "";

    private Node(int port, Node master) throws IOException {
      this(port, master, false);
    }

    private Node(int port, Node master, boolean isGuarded) throws IOException {
      this.port = port;
      this.master = master;
      this.isGuarded = isGuarded;
      start();
    }

    /**
     * One that is a replica of nothing until it is told otherwise, as those of the operator are.
     */
    static Node guarded() throws IOException {
      return new Node(freePort(), null, true);
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
      if (OTHER != null) {
        builder = builder.executableProvider(() -> new File(OTHER));
      }
      if (master != null) {
        builder = builder.slaveOf("127.0.0.1", master.port);
      }
      if (isGuarded) {
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
    public void hang() throws IOException {
      signal("STOP");
    }

    public void goOn() throws IOException {
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
      return master.answers("SET told 1", "WAIT 1 2000", "DEL told").startsWith("+OK\r\n:1\r\n");
    }

    /** A line of what it says of itself. */
    public String info(String name) throws IOException {
      Matcher line = Pattern.compile("(?m)^" + name + ":(.*?)\\r?$").matcher(ask("INFO"));
      return line.find() ? line.group(1) : "";
    }

    /** What it answers to a command whose arguments may be any text, in Redis' protocol. */
    public String ask(String... command) throws IOException {
      StringBuilder request = new StringBuilder("*" + command.length);
      for (String argument : command) {
        request.append("\r\n$").append(argument.getBytes(UTF_8).length).append("\r\n");
        request.append(argument);
      }
      return answers(request.toString());
    }

    /** What it answers to these commands, in Redis' protocol. */
    public String answers(String... commands) throws IOException {
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
