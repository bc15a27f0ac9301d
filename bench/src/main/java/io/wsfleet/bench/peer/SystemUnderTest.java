package io.wsfleet.bench.peer;

import io.wsfleet.bench.machine.CpuSampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes of a peer and one Redis, on loopback addresses of their own. */
public final class SystemUnderTest implements AutoCloseable {

  private static final int NODES = 2;
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Peer peer;
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final CpuSampler cpuSampler;

  private SystemUnderTest(Peer peer, Placeholders placeholders, Path logs) {
    this.peer = peer;
    try {
      Files.createDirectories(logs);
      int port = freePort(address(0));
      ServerProcess redis =
          new ServerProcess(
              "redis", RedisExecutable.command(address(0), port), Map.of(), logs.resolve("redis"));
      servers.add(redis);
      await(new InetSocketAddress(address(0), port));
      Placeholders withRedis =
          placeholders.with(Map.of("redis.host", address(0), "redis.port", Integer.toString(port)));
      for (int node = 1; node <= NODES; node++) {
        startNode(node, withRedis, logs);
      }
      List<Long> nodes = servers.stream().skip(1).map(ServerProcess::pid).toList();
      this.cpuSampler = new CpuSampler(nodes, redis.pid());
    } catch (IOException | RuntimeException e) {
      close();
      throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  /** Starts them, and waits until they are ready. */
  public static SystemUnderTest start(Peer peer, Placeholders placeholders, Path logs) {
    STARTED.incrementAndGet();
    return new SystemUnderTest(peer, placeholders, logs.resolve(peer.name()));
  }

  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  public CpuSampler accountant() {
    return cpuSampler;
  }

  /** Whether its nodes are JVMs, so that the size of their heaps can be read. */
  public boolean hasHeap() {
    return peer.collects() == Peer.GcTrigger.jcmd;
  }

  /** Makes the nodes collect their garbage. */
  public void collectGarbage() {
    if (hasHeap()) {
      cpuSampler.heap();
      return;
    }
    for (ServerProcess serverProcess : servers.subList(1, servers.size())) {
      run(List.of("kill", "-USR2", Long.toString(serverProcess.pid())));
    }
  }

  /** The last lines of the servers' output, for the report of a failure. */
  public String logTail() {
    var text = new StringBuilder();
    servers.forEach(serverProcess -> text.append(serverProcess.logTail()).append('\n'));
    return text.toString().strip();
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
  }

  private void startNode(int number, Placeholders withRedis, Path logs) throws IOException {
    String host = address(number);
    int port = freePort(host);
    Placeholders node =
        withRedis.with(
            Map.of(
                "node",
                "node-" + number,
                "host",
                host,
                "port",
                Integer.toString(port),
                "management",
                Integer.toString(freePort(host))));
    var environment = new HashMap<String, String>();
    peer.environment().forEach((name, value) -> environment.put(name, node.resolve(value)));
    List<String> command = peer.command().stream().map(node::resolve).toList();
    ServerProcess serverProcess =
        new ServerProcess("node-" + number, command, environment, logs.resolve("node-" + number));
    servers.add(serverProcess);
    serverProcess.awaitReady(node.resolve(peer.ready()));
    addresses.add(new InetSocketAddress(host, port));
  }

  private static String address(int number) {
    long pid = ProcessHandle.current().pid();
    return "127."
        + (20 + pid / 250 % 200)
        + "."
        + (1 + pid % 250)
        + "."
        + (1 + STARTED.get() % 60 * 4 + number);
  }

  private static int freePort(String host) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return free.getLocalPort();
    }
  }

  private static void await(InetSocketAddress address) throws IOException {
    IOException last = new IOException("not tried");
    for (int attempt = 0; attempt < 100; attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(address, 1000);
        return;
      } catch (IOException e) {
        last = e;
        run(List.of("sleep", "0.1"));
      }
    }
    throw last;
  }

  private static void run(List<String> command) {
    try {
      new ProcessBuilder(command).start().waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command + " ran", e);
    }
  }
}
