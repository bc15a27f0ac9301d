package io.wsfleet.gateway.api;

import io.vertx.core.Vertx;
import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The API of a gateway with an {@link UnreliableBus}: 2 requests in progress, 1000 bytes a body.
 */
final class ApiServer implements AutoCloseable {
  static final String EMIT = "{\"event\":\"news\"}";

  final UnreliableBus bus = new UnreliableBus();
  final ApiCounters counters = new ApiCounters();
  private final Vertx vertx = Vertx.vertx();
  private final Api server;
  private final int port;

  private ApiServer(Path token, long timeoutMillis, int maxConnections) throws Exception {
    ApiSettings settings =
        new ApiSettings("127.0.0.1", 0, token, 1000, 2, maxConnections, timeoutMillis, 50);
    server = new Api(vertx, settings, "g", bus, counters);
    port = server.start().toCompletableFuture().get();
  }

  static ApiServer start(Path token) throws Exception {
    return start(token, 10_000, 1000);
  }

  static ApiServer start(Path token, long timeoutMillis, int maxConnections) throws Exception {
    return new ApiServer(token, timeoutMillis, maxConnections);
  }

  int port() {
    return port;
  }

  ApiClient client() {
    return client("secret");
  }

  ApiClient client(String token) {
    return new ApiClient(port, token);
  }

  RawClient connect() throws IOException {
    return RawClient.connect(port);
  }

  /** A request with the body {@link #EMIT}, to write to a connection. */
  static byte[] emitRequest() {
    return request("Content-Length: " + EMIT.length() + "\r\n", EMIT);
  }

  /** Sends a request with this header and body and returns the status of the response. */
  int statusOf(String header, String body) throws IOException {
    try (RawClient client = connect()) {
      client.write(request(header, body));
      String line = new String(client.socket().getInputStream().readNBytes(12));
      return Integer.parseInt(line.substring(9));
    }
  }

  private static byte[] request(String header, String body) {
    String head =
        "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n"
            + "Content-Type: application/json\r\n"
            + header
            + "\r\n";
    return (head + body).getBytes();
  }

  @Override
  public void close() {
    server.close();
    vertx.close();
  }
}
