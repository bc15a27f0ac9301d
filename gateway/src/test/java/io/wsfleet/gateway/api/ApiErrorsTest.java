package io.wsfleet.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.bus.PublishException;
import io.wsfleet.testing.RawClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The problems that the API reports for requests that fail. */
class ApiErrorsTest {
  @TempDir private Path folder;

  private Path token;
  private ApiServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws Exception {
    token = Files.writeString(folder.resolve("token"), "secret\n");
    server = ApiServer.start(token);
    api = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart(long timeoutMillis) throws Exception {
    server.close();
    server = ApiServer.start(token, timeoutMillis, 1000);
    api = server.client();
  }

  @Test
  void rejectsRequestsWithoutAValidToken() throws Exception {
    for (String wrong : List.of("", "Secret", "secret1")) {
      ApiClient unauthorized = server.client(wrong);
      unauthorized.problem(401, "POST", "/v1/events", ApiServer.EMIT);
      unauthorized.problem(401, "GET", "/v1/nothing", "");
      HttpResponse<String> response = unauthorized.send("GET", "/v1/sockets", "");
      assertEquals(
          "Bearer realm=\"wsfleet\"", response.headers().firstValue("www-authenticate").orElse(""));
    }
    assertEquals(List.of(), server.bus.published);
    assertEquals(9, server.counters.problems().get("unauthorized").sum());
  }

  @Test
  void rejectsANumberIfTheBusDoesNotRememberIt() throws Exception {
    JsonObject problem = api.problem(400, "POST", "/v1/events", ApiClient.numbered(1, "x"));
    assertEquals(List.of("/number"), places(problem));
    assertTrue(problem.getString("detail").contains("omit producer and number"));
    assertEquals(List.of(), server.bus.published);
  }

  @Test
  void saysThatANumberedEventCanBeRetried() throws Exception {
    restart(100);
    server.bus.supportsSequences = true;
    for (CompletableFuture<Void> result :
        List.of(
            new CompletableFuture<Void>(),
            CompletableFuture.<Void>failedFuture(
                new PublishException("the publish timeout passed")))) {
      server.bus.result.set(result);
      JsonObject problem = api.problem(503, "POST", "/v1/events", ApiClient.numbered(1, "x"));
      assertTrue(problem.getString("detail").contains("retry with the same number"));
    }
  }

  @Test
  void listsTheInvalidPartsOfARequest() throws Exception {
    assertEquals(
        List.of("/event", "/to/rooms", "/too"),
        places(
            api.problem(
                400, "POST", "/v1/events", "{\"event\":7,\"to\":{\"rooms\":[]},\"too\":1}")));
    assertEquals(
        List.of("/args"),
        places(
            api.problem(
                400,
                "POST",
                "/v1/events",
                "{\"event\":\"a\",\"args\":[{\"_placeholder\":true,\"num\":0}]}")));
    assertEquals(
        List.of("limit", "rom"), places(api.problem(400, "GET", "/v1/sockets?rom=a&limit=0", "")));
    assertEquals(
        List.of("namespace"),
        places(api.problem(400, "GET", "/v1/rooms?namespace=/a&namespace=/b", "")));
    assertEquals(List.of("limit"), places(api.problem(400, "GET", "/v1/rooms?limit=many", "")));
    assertEquals(
        List.of("namespace"), places(api.problem(400, "GET", "/v1/rooms?namespace=a", "")));
    for (String path : List.of("join", "leave", "disconnect")) {
      JsonObject problem = api.problem(400, "POST", "/v1/sockets/" + path, "{\"rooms\":[\"a\"]}");
      assertTrue(problem.getString("detail").contains("\"to\" is missing"), problem.encode());
    }
    assertEquals(List.of(), server.bus.published);
  }

  @Test
  void requiresJson() throws Exception {
    for (String body :
        List.of(
            "{", "[]", "1", "nonsense", "{\"event\":\"a\"}}", "[".repeat(60) + "]".repeat(60))) {
      api.problem(400, "POST", "/v1/events", body);
    }
    try (RawClient raw = server.connect()) {
      String answer =
          raw.request(
              "POST",
              "/v1/events",
              "Authorization: Bearer secret\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
    }
    try (RawClient raw = server.connect()) {
      String head =
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n"
              + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"event\":\"";
      byte[] bytes = (head + "x\"}").getBytes();
      bytes[bytes.length - 3] = (byte) 0xff;
      raw.write(bytes);
      String answer = raw.request("GET", "/v1/health", "");
      assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("UTF-8"), answer);
    }
    assertEquals(List.of(), server.bus.published);
  }

  @Test
  void rejectsUnknownPathsAndMethods() throws Exception {
    api.problem(404, "GET", "/v1/nothing", "");
    HttpResponse<String> response = api.send("PUT", "/v1/sockets/abc", ApiServer.EMIT);
    assertEquals(405, response.statusCode());
    assertEquals("GET", response.headers().firstValue("allow").orElse(""));
    api.problem(405, "DELETE", "/v1/events", "");
  }

  @Test
  void reportsThatTheBusDidNotAcceptAMessage() throws Exception {
    server.bus.result.set(
        CompletableFuture.failedFuture(new PublishException("Redis is unavailable")));
    HttpResponse<String> response = api.send("POST", "/v1/events", ApiServer.EMIT);
    assertEquals(503, response.statusCode());
    assertEquals("1", response.headers().firstValue("retry-after").orElse(""));
    assertTrue(response.body().contains("Redis is unavailable; retry"), response.body());
    restart(100);
    server.bus.result.set(new CompletableFuture<>());
    JsonObject problem = api.problem(503, "POST", "/v1/events", ApiServer.EMIT);
    assertTrue(problem.getString("detail").contains("it may still be delivered"), problem.encode());
    server.bus.result.set(CompletableFuture.failedFuture(new IllegalStateException("a fault")));
    api.problem(500, "POST", "/v1/events", ApiServer.EMIT);
  }

  private static List<String> places(JsonObject problem) {
    List<String> places = new ArrayList<>();
    for (Object error : problem.getJsonArray("errors", new JsonArray())) {
      places.add(((JsonObject) error).getString("place"));
    }
    places.sort(null);
    return places;
  }

  /** Each receiver would close its connection, come back and receive it again. */
  @Test
  void refusesWhatClientsCloseTheConnectionAt() throws Exception {
    String binary = "{\"$binary\":\"AQI=\"}";
    String args = (binary + ",").repeat(10) + binary;
    for (String path : List.of("/v1/events", "/v1/questions")) {
      JsonObject problem =
          api.problem(400, "POST", path, "{\"event\":\"e\",\"args\":[" + args + "]}");
      assertTrue(
          problem.getString("detail").contains("/args: an event can have at most 10"),
          problem::encode);
    }
    for (String path : List.of("/v1/server-events", "/v1/server-questions")) {
      JsonObject problem = api.problem(400, "POST", path, "{\"event\":\"new_namespace\"}");
      assertTrue(problem.getString("detail").contains("Node servers"), problem::encode);
    }
    assertEquals(List.of(), server.bus.published);
  }
}
