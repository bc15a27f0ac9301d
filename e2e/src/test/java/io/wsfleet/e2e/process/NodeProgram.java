package io.wsfleet.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.e2e.run.E2eSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Node program of {@code e2e/node}: commands go to its standard input, its events come from the
 * output.
 */
public final class NodeProgram implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String script;
  private final Process process;
  private final Writer commands;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private NodeProgram(String script, Process process) {
    this.script = script;
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
  }

  public static NodeProgram start(String script, String... arguments) {
    var words = new ArrayList<>(List.of("node", script));
    words.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(E2eSettings.project().resolve("e2e/node").toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var nodeProgram = new NodeProgram(script, process);
      var reader = new Thread(nodeProgram::listen, script);
      reader.setDaemon(true);
      reader.start();
      return nodeProgram;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void send(Map<String, ?> command) {
    try {
      synchronized (commands) {
        commands.write(JSON.writeValueAsString(command) + "\n");
        commands.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(script + " is gone; it said " + latest(), e);
    }
  }

  public JsonNode await(String what, Duration atMost, Predicate<JsonNode> wanted) {
    try {
      Awaitility.await(what)
          .pollInterval(Duration.ofMillis(20))
          .atMost(atMost)
          .until(() -> events(wanted).size() > 0);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          what + " did not happen in " + atMost.toSeconds() + " s; heard: " + latest(), e);
    }
    return events(wanted).get(0);
  }

  public List<JsonNode> events(Predicate<JsonNode> wanted) {
    return events.stream().filter(wanted).toList();
  }

  /** Waits until it has ended by itself; its exit code. */
  public int awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(script + " does not end; it said " + latest());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + script + " ended", e);
    }
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(script + " said what is no JSON", e);
    } catch (IOException e) {
      // The process was ended.
    }
  }

  private List<JsonNode> latest() {
    return List.copyOf(events.subList(Math.max(0, events.size() - 20), events.size()));
  }
}
