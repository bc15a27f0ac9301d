package io.wsfleet.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.process.NodeProgram;
import io.wsfleet.e2e.run.E2eSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A page in a headless Chromium: what a user sees, and clicks and input. */
public final class BrowserPage implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final NodeProgram nodeProgram = NodeProgram.start("page.js");

  private BrowserPage() {}

  public static BrowserPage open(String url) {
    var browserPage = new BrowserPage();
    browserPage.request(
        Map.of("do", "open", "chromium", E2eSettings.chromium().toString(), "url", url), "opened");
    return browserPage;
  }

  /** Waits until the page shows this text. */
  public void awaitText(String text) {
    request(Map.of("do", "see", "text", text, "seconds", 45), "seen");
  }

  public void type(String role, String name, String text) {
    request(Map.of("do", "type", "role", role, "name", name, "text", text), "typed");
  }

  /** How often the page shows exactly this text. */
  public int count(String text) {
    return request(Map.of("do", "count", "text", text), "counted").at("/args/0").asInt();
  }

  public void screenshot(Path file) {
    request(Map.of("do", "screenshot", "path", file.toString()), "pictured");
  }

  /** Errors in the console of the page. */
  public List<String> errors() {
    return nodeProgram.events(line -> is(line, "pageerror") || is(line, "console")).stream()
        .map(line -> line.at("/args/0").asText())
        .toList();
  }

  /** Sends a command and waits for its response; a failure is an error at once. */
  private JsonNode request(Map<String, ?> command, String answer) {
    int before = nodeProgram.events(line -> is(line, answer)).size();
    int failures = nodeProgram.events(line -> is(line, "failed")).size();
    nodeProgram.send(command);
    org.awaitility.Awaitility.await("the page: " + command)
        .atMost(TIMEOUT)
        .until(
            () -> {
              var failed = nodeProgram.events(line -> is(line, "failed"));
              if (failed.size() > failures) {
                throw new AssertionError(
                    command + ": " + failed.get(failures).at("/args/0").asText());
              }
              return nodeProgram.events(line -> is(line, answer)).size() > before;
            });
    return nodeProgram.events(line -> is(line, answer)).get(before);
  }

  private static boolean is(JsonNode line, String event) {
    return line.path("event").asText().equals(event);
  }

  @Override
  public void close() {
    try {
      request(Map.of("do", "close"), "closed");
    } finally {
      nodeProgram.close();
    }
  }
}
