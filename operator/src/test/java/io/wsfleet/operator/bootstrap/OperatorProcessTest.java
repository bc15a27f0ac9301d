package io.wsfleet.operator.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program as people start it: a process with arguments, an environment and an exit code. */
class OperatorProcessTest {

  @Test
  void printsItsVersion() throws Exception {
    var ended = run(Map.of(), "--version");
    assertEquals(0, ended.code);
    assertEquals(Version.TEXT, ended.text.strip());
  }

  @Test
  void exitsWithTwoForAnUnknownArgument() throws Exception {
    var ended = run(Map.of(), "--namespace=x");
    assertEquals(2, ended.code);
    assertTrue(ended.text.contains("--namespace=x"), ended.text);
  }

  @Test
  void exitsWithTwoForAnInvalidVariable() throws Exception {
    var ended = run(Map.of("WSFLEET_POLL_SECONDS", "often"));
    assertEquals(2, ended.code);
    assertTrue(ended.text.contains("WSFLEET_POLL_SECONDS"), ended.text);
  }

  /** The kubelet would start it again later each time, up to five minutes. */
  @Test
  void staysAndIsNotReadyWhileTheClusterDoesNotAnswer() throws Exception {
    int port = FreePorts.free("127.66.0.1");
    var process =
        start(
            Map.of(
                "KUBERNETES_MASTER", "http://127.66.0.1:1",
                "KUBECONFIG", "/dev/null",
                "KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "0",
                "WSFLEET_OPERATOR_ADDRESS", "127.66.0.1",
                "WSFLEET_OPERATOR_PORT", String.valueOf(port),
                "WSFLEET_RETRY_SECONDS", "1",
                "WSFLEET_LOG_FORMAT", "json"));
    try (var log = process.inputReader()) {
      var line = new ObjectMapper().readTree(log.readLine());
      assertEquals("time", line.fieldNames().next(), line.toString());
      assertEquals("WARN", line.path("level").asText(), line.toString());
      assertTrue(line.toString().contains("The API server cannot be used"), line.toString());
      assertEquals(503, status(port, "/health/ready"));
      assertEquals(200, status(port, "/health/live"));
      assertFalse(process.waitFor(2500, TimeUnit.MILLISECONDS), "it tries again");
      assertFalse(log.ready(), "it says so once");
    } finally {
      process.destroyForcibly();
    }
  }

  private static int status(int port, String path) throws Exception {
    var uri = URI.create("http://127.66.0.1:%d%s".formatted(port, path));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private record Ended(int code, String text) {}

  private static Process start(Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Operator.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ended run(Map<String, String> environment, String... arguments) throws Exception {
    var process = start(environment, arguments);
    try {
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), text);
      return new Ended(process.exitValue(), text);
    } finally {
      process.destroyForcibly();
    }
  }
}
