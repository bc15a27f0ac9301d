package io.wsfleet.e2e.process;

import io.wsfleet.e2e.run.E2eSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A gateway as it is shipped, without a cluster around it: a process with an address of its own on
 * this machine, as a pod has one, and the ports that it has in production.
 */
public final class GatewayProcess implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static final long PID = ProcessHandle.current().pid();

  private final String name;
  private final String address;
  private final Path log;
  private final Process process;

  private GatewayProcess(String name, String address, Map<String, String> settings) {
    this.name = name;
    this.address = address;
    try {
      this.log = Files.createTempFile("wsfleet-" + name + "-", ".log");
      var builder = new ProcessBuilder(command()).redirectErrorStream(true);
      builder.redirectOutput(log.toFile());
      builder.environment().keySet().removeIf(each -> each.startsWith("WSFLEET_"));
      builder.environment().put("WSFLEET_GATEWAY", name);
      builder.environment().put("WSFLEET_HOST", address);
      builder.environment().putAll(settings);
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one; the settings are environment variables. */
  public static GatewayProcess start(String name, Map<String, String> settings) {
    return new GatewayProcess(name, freshAddress(), settings);
  }

  private static List<String> command() {
    Path jar = E2eSettings.gatewayJar();
    if (!Files.isReadable(jar)) {
      throw new IllegalStateException(jar + " is missing: ./mvnw -pl gateway -am package makes it");
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", jar.toString());
  }

  /** Another one for each gateway of this machine, whoever else is testing on it. */
  private static String freshAddress() {
    int number = STARTED.incrementAndGet();
    return "127." + (16 + PID / 250 % 200) + "." + (1 + PID % 250) + "." + number % 250;
  }

  /** Waits until it serves and, if it has a Redis, has met the fleet. */
  public GatewayProcess awaitReady() {
    Awaitility.await(name + " is ready")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !process.isAlive() || isReady());
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended while it started: " + log());
    }
    return this;
  }

  public String name() {
    return name;
  }

  public String address() {
    return address;
  }

  /** Where clients connect to. */
  public String url() {
    return "http://" + address + ":5000";
  }

  /** What the management port answers. */
  public HttpResponse<String> get(String path) {
    URI uri = URI.create("http://" + address + ":9000" + path);
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + name, e);
    }
  }

  /** The value of a metric, the sum over its labels. */
  public double metric(String metric) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What it has written so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /** As a pod is asked to end. */
  public void terminate() {
    process.destroy();
  }

  public int awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " does not end: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ended", e);
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

  private boolean isReady() {
    try {
      return get("/health/ready").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }
}
