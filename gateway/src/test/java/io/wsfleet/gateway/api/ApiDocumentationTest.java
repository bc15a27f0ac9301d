package io.wsfleet.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.bus.RecordingListener;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/api.md. */
class ApiDocumentationTest {
  private static final Pattern CURL =
      Pattern.compile(
          "^curl -sS \"?\\$API([^\" ]+)\"? -H \"\\$AUTH\"(?: -H \"\\$JSON\" -d '(.*)')?$",
          Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void executesEachExample() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "api.md"));
    Vertx vertx = Vertx.vertx();
    InMemoryBus bus = new InMemoryBus("g");
    RecordingListener.started(bus);
    Path token = Files.writeString(folder.resolve("token"), "secret");
    ApiSettings settings = new ApiSettings("127.0.0.1", 0, token, 100_000, 10, 10, 5000, 100);
    Api server = new Api(vertx, settings, "g", bus, new ApiCounters());
    try {
      ApiClient api = new ApiClient(server.start().toCompletableFuture().get(), "secret");
      Set<String> used = new TreeSet<>();
      Matcher example = CURL.matcher(page);
      while (example.find()) {
        String body = example.group(2) == null ? "" : example.group(2);
        HttpResponse<String> response =
            api.send(body.isEmpty() ? "GET" : "POST", example.group(1), body);
        assertTrue(response.statusCode() < 300, example.group() + ": " + response.body());
        used.add(example.group(1).replaceAll("\\?.*", ""));
      }
      assertEquals(page.split("\ncurl ", -1).length - 1, CURL.matcher(page).results().count());
      assertEquals(9, used.size(), "operations with an example");
    } finally {
      server.close();
      vertx.close();
    }
  }
}
