package io.wsfleet.e2e.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A client of a fleet's HTTP API. */
public record ApiClient(String url, String token) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Emits to a room; a response other than success is an error. */
  public void emit(String namespace, String room, String event, Object... args) {
    var answer =
        post(
            "/v1/events",
            Map.of(
                "namespace",
                namespace,
                "to",
                Map.of("rooms", List.of(room)),
                "event",
                event,
                "args",
                args));
    if (answer.statusCode() != 204) {
      throw new AssertionError(event + " was answered " + answer + ": " + answer.body());
    }
  }

  public HttpResponse<String> post(String path, Map<String, ?> body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(url + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(20))
              .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(url + " does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + url, e);
    }
  }

  @Override
  public String toString() {
    return "a back end at " + url;
  }
}
