package io.wsfleet.gateway.bootstrap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.wsfleet.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The gateway as it is shipped: a process of its own, on ports of its own. */
final class GatewayProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path output;
  private final int port;
  private final int managementPort;

  private GatewayProcess(Path folder, List<String> arguments, String... settings)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-jar",
                System.getProperty("gateway.jar")));
    command.addAll(arguments);
    port = FreePorts.free();
    managementPort = FreePorts.free();
    output = Files.createTempFile(folder, "gateway", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("WSFLEET_"));
    builder.environment().put("WSFLEET_HOST", "127.0.0.1");
    builder.environment().put("WSFLEET_PORT", String.valueOf(port));
    builder.environment().put("WSFLEET_MANAGEMENT_PORT", String.valueOf(managementPort));
    for (int i = 0; i < settings.length; i += 2) {
      builder.environment().put(settings[i], settings[i + 1]);
    }
    process = builder.start();
  }

  static GatewayProcess start(Path folder, String... settings) throws IOException {
    return new GatewayProcess(folder, List.of(), settings);
  }

  static GatewayProcess withArgument(Path folder, String argument) throws IOException {
    return new GatewayProcess(folder, List.of(argument));
  }

  GatewayProcess untilReady() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> process.isAlive() && status("/health/ready") == 200);
    return this;
  }

  int port() {
    return port;
  }

  /** What it has written so far. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** How many of its threads are called so; Linux keeps the first 15 characters of a name. */
  long threads(String name) throws IOException {
    long count = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        count += Files.readString(task.resolve("comm")).strip().equals(name) ? 1 : 0;
      }
    }
    return count;
  }

  /** The status of an answer on the management port; 0 if there is none. */
  int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException | InterruptedException unreachable) {
      return 0;
    }
  }

  String body(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
    return HTTP.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, SECONDS);
  }
}
