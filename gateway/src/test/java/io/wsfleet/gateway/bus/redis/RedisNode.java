package io.wsfleet.gateway.bus.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.wsfleet.testing.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A redis-server that can be stopped and started again, empty, at the same port. */
public final class RedisNode {
  /** A program of another version than the one that comes with the tests. */
  private static final String OTHER_EXECUTABLE = System.getProperty("redis.server");

  private final int port;
  private final RedisNode master;
  private final boolean isReplicaOfNone;
  private RedisServer server;
  private String pid = "";

  private RedisNode(int port, RedisNode master) throws IOException {
    this(port, master, false);
  }

  private RedisNode(int port, RedisNode master, boolean isGuarded) throws IOException {
    this.port = port;
    this.master = master;
    this.isReplicaOfNone = isGuarded;
    start();
  }

  static RedisNode master() throws IOException {
    return new RedisNode(FreePorts.free(), null);
  }

  static RedisNode replicaOf(RedisNode master) throws IOException {
    return new RedisNode(FreePorts.free(), master);
  }

  /** A replica without a master until it gets one, like the servers of the operator. */
  static RedisNode replicaOfNone() throws IOException {
    return new RedisNode(FreePorts.free(), null, true);
  }

  public int port() {
    return port;
  }

  public void start() throws IOException {
    var builder =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(port)
            .setting("requirepass " + RedisServers.PASSWORD)
            .setting("masterauth " + RedisServers.PASSWORD)
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

  /** Kills the process; its replicas notice nothing. */
  public void kill() throws IOException {
    signal("KILL");
    server.stop();
  }

  /** Suspends the process: connections stay open, and nothing is answered. */
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

  // A replica accepts subscribers before it receives the master's messages, and the master holds
  // them back until the replica has acknowledged its first offset, which may take a second.
  private boolean followsItsMaster() throws IOException {
    return master.pipeline("SET told 1", "WAIT 1 2000", "DEL told").startsWith("+OK\r\n:1\r\n");
  }

  /** A field of INFO; empty if there is none. */
  public String info(String name) throws IOException {
    Matcher line = Pattern.compile("(?m)^" + name + ":(.*?)\\r?$").matcher(command("INFO"));
    return line.find() ? line.group(1) : "";
  }

  /** The reply to a command whose arguments may be any text, in the protocol of Redis. */
  public String command(String... command) throws IOException {
    StringBuilder request = new StringBuilder("*" + command.length);
    for (String argument : command) {
      request.append("\r\n$").append(argument.getBytes(UTF_8).length).append("\r\n");
      request.append(argument);
    }
    return pipeline(request.toString());
  }

  /** The replies to these commands, in the protocol of Redis. */
  public String pipeline(String... commands) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5000);
      String all =
          "AUTH " + RedisServers.PASSWORD + "\r\n" + String.join("\r\n", commands) + "\r\nQUIT\r\n";
      socket.getOutputStream().write(all.getBytes(UTF_8));
      String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answers.substring("+OK\r\n".length());
    }
  }
}
