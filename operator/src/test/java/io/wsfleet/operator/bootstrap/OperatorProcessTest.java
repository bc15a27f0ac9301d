package io.wsfleet.operator.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
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

  @Test
  void exitsWithOneAndAMessageIfTheClusterDoesNotAnswer() throws Exception {
    var ended =
        run(
            Map.of(
                "KUBERNETES_MASTER", "http://127.66.0.1:1",
                "KUBECONFIG", "/dev/null",
                "KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "0",
                "WSFLEET_OPERATOR_ADDRESS", "127.66.0.1",
                "WSFLEET_OPERATOR_PORT", "0",
                "WSFLEET_LOG_FORMAT", "json"));
    assertEquals(1, ended.code, ended.text);
    assertTrue(ended.text.contains("The operator cannot start: "), ended.text);
    var log = ended.text.lines().filter(line -> line.startsWith("{")).toList();
    assertFalse(log.isEmpty(), ended.text);
    for (var line : log) {
      assertEquals("time", new ObjectMapper().readTree(line).fieldNames().next(), line);
    }
    assertEquals(log.size() + 1, ended.text.lines().count(), ended.text);
  }

  private record Ended(int code, String text) {}

  private static Ended run(Map<String, String> environment, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Operator.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), text);
      return new Ended(process.exitValue(), text);
    } finally {
      process.destroyForcibly();
    }
  }
}
