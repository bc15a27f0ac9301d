package io.wsfleet.gateway.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.testing.RawClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of requests: how many are in progress, their size and their time to arrive. */
class RequestLimitsTest {
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

  @Test
  void limitsRequestsInProgress() throws Exception {
    CompletableFuture<Void> published = new CompletableFuture<>();
    server.bus.result.set(published);
    try (RawClient one = server.connect();
        RawClient two = server.connect()) {
      one.write(ApiServer.emitRequest());
      two.write(ApiServer.emitRequest());
      await().until(() -> server.bus.published.size() == 2);
      api.problem(503, "GET", "/v1/rooms", "");
      published.complete(null);
      assertTrue(one.request("GET", "/v1/health", "").startsWith("HTTP/1.1 204 "));
    }
    await().until(() -> api.send("GET", "/v1/rooms", "").statusCode() == 200);
  }

  @Test
  void doesNotCountRequestsWhoseConnectionIsClosed() throws Exception {
    server.bus.result.set(new CompletableFuture<>());
    for (int i = 0; i < 2; i++) {
      try (RawClient caller = server.connect()) {
        caller.write(ApiServer.emitRequest());
        int requests = i + 1;
        await().until(() -> server.bus.published.size() == requests);
      }
    }
    await().until(() -> api.send("GET", "/v1/rooms", "").statusCode() == 200);
  }

  @Test
  void rejectsALargeBody() throws Exception {
    String large = "{\"event\":\"a\",\"args\":[\"" + "x".repeat(1000) + "\"]}";
    assertEquals(413, server.statusOf("Content-Length: " + large.length() + "\r\n", large));
    String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
    assertEquals(413, server.statusOf("Transfer-Encoding: chunked\r\n", chunk));
    api.post("/v1/events", ApiServer.EMIT);
  }

  @Test
  void limitsTheTimeForABody() throws Exception {
    server.close();
    server = ApiServer.start(token, 300, 10);
    api = server.client();
    assertEquals(408, server.statusOf("Content-Length: 100\r\n", "{\"event\""));
    api.post("/v1/events", ApiServer.EMIT);
  }
}
