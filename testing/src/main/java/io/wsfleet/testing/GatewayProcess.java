package io.wsfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A gateway as a process, from the jar that users get. */
public final class GatewayProcess implements AutoCloseable {
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final String address;
  private final int port;
  private final int managementPort;
  private final Path log;
  private final Process process;

  private GatewayProcess(Builder builder) {
    this.name = builder.name;
    this.address = builder.address;
    this.port = builder.hasOwnAddress ? 5000 : FreePorts.free();
    this.managementPort = builder.hasOwnAddress ? 9000 : FreePorts.free();
    try {
      this.log = Files.createTempFile("wsfleet-" + name + "-", ".log");
      var processBuilder = new ProcessBuilder(builder.command()).redirectErrorStream(true);
      processBuilder.redirectOutput(log.toFile());
      Map<String, String> environment = processBuilder.environment();
      environment.keySet().removeIf(variable -> variable.startsWith("WSFLEET_"));
      environment.put("WSFLEET_HOST", address);
      environment.put("WSFLEET_PORT", String.valueOf(port));
      environment.put("WSFLEET_MANAGEMENT_PORT", String.valueOf(managementPort));
      environment.putAll(builder.environment);
      this.process = processBuilder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the jar of {@code -Dgateway.jar} with variables and their values, in turns. */
  public static GatewayProcess start(String... environment) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    return builder(jar()).environment(variables).start();
  }

  /** Starts the jar of {@code -Dgateway.jar} with an argument. */
  public static GatewayProcess startWithArgument(String argument) {
    return builder(jar()).argument(argument).start();
  }

  private static Path jar() {
    return Path.of(System.getProperty("gateway.jar", "gateway.jar"));
  }

  public static Builder builder(Path jar) {
    return new Builder(jar);
  }

  /** How a gateway is started: without more, at free ports of 127.0.0.1. */
  public static final class Builder {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final long PID = ProcessHandle.current().pid();

    private final Path jar;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private String name = "gateway";
    private String address = "127.0.0.1";
    private boolean hasOwnAddress;
    private String maxHeap = "128m";

    private Builder(Path jar) {
      this.jar = jar;
    }

    public Builder name(String value) {
      name = value;
      environment.put("WSFLEET_GATEWAY", value);
      return this;
    }

    /**
     * A loopback address that no other gateway of this machine has, whoever tests on it, and the
     * ports of production.
     */
    public Builder ownAddress() {
      int number = ADDRESSES.incrementAndGet();
      address = "127." + (16 + PID / 250 % 200) + "." + (1 + PID % 250) + "." + number % 250;
      hasOwnAddress = true;
      return this;
    }

    public Builder environment(Map<String, String> variables) {
      environment.putAll(variables);
      return this;
    }

    public Builder argument(String value) {
      arguments.add(value);
      return this;
    }

    public Builder maxHeap(String value) {
      maxHeap = value;
      return this;
    }

    public GatewayProcess start() {
      if (!Files.isReadable(jar)) {
        throw new IllegalStateException(
            jar + " is missing: ./mvnw -pl gateway -am package makes it");
      }
      return new GatewayProcess(this);
    }

    private List<String> command() {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var command =
          new ArrayList<>(
              List.of(java, "-XX:TieredStopAtLevel=1", "-Xmx" + maxHeap, "-jar", jar.toString()));
      command.addAll(arguments);
      return command;
    }
  }

  /** Waits until it is ready: it serves, and it has connected to Redis if it has one. */
  public GatewayProcess awaitReady() {
    Awaitility.await(name + " is ready")
        .atMost(READY_TIMEOUT)
        .until(() -> !process.isAlive() || status("/health/ready") == 200);
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended while it started: " + log());
    }
    return this;
  }

  public String name() {
    return name;
  }

  public int port() {
    return port;
  }

  /** The URL for clients. */
  public String url() {
    return "http://" + address + ":" + port;
  }

  /** The response of the management port. */
  public HttpResponse<String> get(String path) {
    URI uri = URI.create("http://" + address + ":" + managementPort + path);
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not answer " + path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public String body(String path) {
    return get(path).body();
  }

  /** The status of the response of the management port; 0 if there is none. */
  public int status(String path) {
    try {
      return get(path).statusCode();
    } catch (UncheckedIOException unreachable) {
      return 0;
    }
  }

  /** The value of a metric: the sum over its labels. */
  public double metric(String metric) {
    return body("/metrics")
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Everything that it has written so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of threads of this name; Linux keeps the first 15 characters of a name. */
  public long threads(String threadName) throws IOException {
    long count = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        count += Files.readString(task.resolve("comm")).strip().equals(threadName) ? 1 : 0;
      }
    }
    return count;
  }

  /** Ends it as a pod is ended: by SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Waits until it has ended; the exit code. */
  public int awaitExit() {
    return awaitExit(EXIT_TIMEOUT);
  }

  public int awaitExit(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " does not end: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
