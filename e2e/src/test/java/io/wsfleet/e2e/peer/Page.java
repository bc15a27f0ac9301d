package io.wsfleet.e2e.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.run.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A page in a headless Chromium, with what a person can see of it and do to it. */
public final class Page implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Peer peer = Peer.start("page.js");

  private Page() {}

  public static Page open(String url) {
    var page = new Page();
    page.ask(
        Map.of("do", "open", "chromium", Settings.chromium().toString(), "url", url), "opened");
    return page;
  }

  /** Waits until the page shows this text. */
  public void see(String text) {
    ask(Map.of("do", "see", "text", text, "seconds", 45), "seen");
  }

  public void type(String role, String name, String text) {
    ask(Map.of("do", "type", "role", role, "name", name, "text", text), "typed");
  }

  /** How often the page shows exactly this text. */
  public int count(String text) {
    return ask(Map.of("do", "count", "text", text), "counted").at("/args/0").asInt();
  }

  public void screenshot(Path file) {
    ask(Map.of("do", "screenshot", "path", file.toString()), "pictured");
  }

  /** What went wrong in the page itself. */
  public List<String> errors() {
    return peer.heard(line -> is(line, "pageerror") || is(line, "console")).stream()
        .map(line -> line.at("/args/0").asText())
        .toList();
  }

  /**
   * Tells it and waits for the answer that is the next of its name; a failure is an error at once.
   */
  private JsonNode ask(Map<String, ?> command, String answer) {
    int before = peer.heard(line -> is(line, answer)).size();
    int failures = peer.heard(line -> is(line, "failed")).size();
    peer.tell(command);
    org.awaitility.Awaitility.await("the page: " + command)
        .atMost(PATIENCE)
        .until(
            () -> {
              var failed = peer.heard(line -> is(line, "failed"));
              if (failed.size() > failures) {
                throw new AssertionError(
                    command + ": " + failed.get(failures).at("/args/0").asText());
              }
              return peer.heard(line -> is(line, answer)).size() > before;
            });
    return peer.heard(line -> is(line, answer)).get(before);
  }

  private static boolean is(JsonNode line, String event) {
    return line.path("event").asText().equals(event);
  }

  @Override
  public void close() {
    try {
      ask(Map.of("do", "close"), "closed");
    } finally {
      peer.close();
    }
  }
}
