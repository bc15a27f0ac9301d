package io.wsfleet.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.api.schema.SchemaValidator;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A client of the API. It validates each response against the OpenAPI description. */
record ApiClient(int port, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<Operation> OPERATIONS =
      Operations.of("g", new ClusterClient(new InMemoryBus("g"), 1), new JsonText(100));

  JsonObject get(String path) throws IOException, InterruptedException {
    return json(200, path, send("GET", path, ""));
  }

  /** Sends a request and expects no content. */
  void post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = send("POST", path, body);
    assertEquals(204, response.statusCode(), response.body());
    assertEquals("", response.body());
  }

  JsonObject query(String path, String body) throws IOException, InterruptedException {
    return json(200, path, send("POST", path, body));
  }

  /** Emits news with a number of the producer "shop". */
  JsonObject emitNumbered(long number, String text) throws IOException, InterruptedException {
    return query("/v1/events", numbered(number, text));
  }

  static String numbered(long number, String text) {
    return new JsonObject()
        .put("event", "news")
        .put("args", List.of(text))
        .put("producer", "shop")
        .put("number", number)
        .encode();
  }

  /** Sends a request and returns its problem. */
  JsonObject problem(int status, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, path, body);
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("content-type").orElse(""));
    JsonObject problem = new JsonObject(response.body());
    assertEquals(List.of(), new SchemaValidator(Problem.schema()).validate(problem));
    assertEquals(status, problem.getInteger("status"));
    return problem;
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject json(int status, String path, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
    JsonObject json = new JsonObject(response.body());
    Operation operation =
        OPERATIONS.stream()
            .filter(each -> each.method().name().equals(response.request().method()))
            .filter(
                each ->
                    path.replaceAll("\\?.*", "")
                        .matches(each.path().replaceAll("\\{\\w+}", "[^/]+")))
            .findFirst()
            .orElseThrow();
    Operation.ResponseSpec responseSpec =
        operation.response().status() == status
            ? operation.response()
            : operation.sequencedResponse();
    Schema schema = responseSpec.schema();
    assertEquals(List.of(), new SchemaValidator(schema).validate(json), json::encodePrettily);
    return json;
  }
}
