package com.example.chat;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the gateway jar with the chat extension. */
record GatewayProcess(Process process, int port, int managementPort, Path output) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static GatewayProcess start(Path folder, Path extensions, String name, String redis) throws IOException {
    Path jar = Path.of(System.getProperty("gateway.jar"));
    if (!Files.isReadable(jar)) {
      throw new IllegalStateException(jar + " does not exist: build the gateway first");
    }
    int port = freePort();
    int managementPort = freePort();
    Path output = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-jar",
            jar.toString());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("WSFLEET_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "WSFLEET_GATEWAY", name,
                "WSFLEET_HOST", "127.0.0.1",
                "WSFLEET_PORT", String.valueOf(port),
                "WSFLEET_MANAGEMENT_PORT", String.valueOf(managementPort),
                "WSFLEET_REDIS_MASTER", redis,
                "WSFLEET_EXTENSIONS", extensions.toString()));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return new GatewayProcess(process, port, managementPort, output);
  }

  void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> process.isAlive() && isReady());
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  String log() throws IOException {
    return Files.readString(output);
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private boolean isReady() throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
