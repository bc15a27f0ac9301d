package io.wsfleet.bench.peer;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A server process, which ends with this one at the latest. */
final class ServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "stop-servers"));
  }

  private final String name;
  private final Path log;
  private final Process process;

  ServerProcess(String name, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.log = log;
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(each -> each.startsWith("WSFLEET_"));
    builder.environment().putAll(environment);
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started", e);
    }
    RUNNING.add(process);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits until an address answers with 200 or, if it is not an address, until the line is printed.
   */
  void awaitReady(String ready) {
    long end = System.nanoTime() + START.toNanos();
    while (!isReady(ready)) {
      if (!process.isAlive()) {
        throw new StartupException(name + " ended while it started", logTail());
      }
      if (System.nanoTime() > end) {
        throw new StartupException(
            name + " was not ready within " + START.toSeconds() + " s", logTail());
      }
      pause();
    }
  }

  /** The last lines of its output. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        RUNNING.remove(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady(String ready) {
    if (!ready.startsWith("http://")) {
      return logTail().lines().anyMatch(ready::equals);
    }
    try {
      var request =
          HttpRequest.newBuilder(URI.create(ready)).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " started", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server started", e);
    }
  }
}
