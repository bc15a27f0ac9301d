package io.wsfleet.local.api.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.model.StatusException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The HTTP server of the Kubernetes API. It listens on a loopback address without TLS. Each path
 * begins with a secret that only the kubeconfig has, so neither another user of the machine nor a
 * page in a browser can use it.
 */
public final class ApiServer implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 3 * 1024 * 1024;

  private final RequestHandler requestHandler;
  private final WatchHandler watchHandler;
  private final LogHandler logs;
  private final String prefix;
  private final HttpServer server;

  public ApiServer(
      Vertx vertx, Registry registry, LogFiles logFiles, String secret, InstantSource clock) {
    this.requestHandler = new RequestHandler(registry, clock);
    this.watchHandler = new WatchHandler(vertx, registry, requestHandler, clock);
    this.logs = new LogHandler(vertx, logFiles);
    this.prefix = "/" + secret;
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions().setCompressionSupported(false).setMaxHeaderSize(16 * 1024));
    server.requestHandler(this::receive);
  }

  /** Listens, and returns the port that it got. */
  public int listen(String host, int port) throws InterruptedException {
    try {
      return server.listen(port, host).toCompletionStage().toCompletableFuture().get().actualPort();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot listen on " + host + ":" + port, e.getCause());
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private void receive(HttpServerRequest http) {
    boolean prefixed = http.path().startsWith(prefix + "/");
    if (!prefixed && !prefix.substring(1).equals(http.getHeader("Impersonate-User"))) {
      send(http, ApiResponse.failure(forbidden()));
      return;
    }
    ApiRequest head = request(http, new byte[0]);
    if (head.isWatch()) {
      watchHandler.start(http, head);
    } else if (head.path().endsWith("/log")) {
      logs.start(http, head);
    } else {
      receiveBody(http);
    }
  }

  private void receiveBody(HttpServerRequest http) {
    Buffer body = Buffer.buffer();
    http.handler(
        part -> {
          if (body.length() + part.length() <= MAX_BODY_BYTES) {
            body.appendBuffer(part);
          } else if (!http.response().ended()) {
            send(http, ApiResponse.failure(tooLarge()));
          }
        });
    http.endHandler(
        end -> {
          if (!http.response().ended()) {
            send(http, requestHandler.handle(request(http, body.getBytes())));
          }
        });
  }

  private ApiRequest request(HttpServerRequest http, byte[] body) {
    return new ApiRequest(
        http.method().name(),
        path(http),
        parameters(http),
        header(http, "Accept"),
        header(http, "Content-Type"),
        header(http, "User-Agent"),
        body);
  }

  private String path(HttpServerRequest http) {
    String path = http.path();
    return URLDecoder.decode(
        path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path,
        StandardCharsets.UTF_8);
  }

  private static Map<String, String> parameters(HttpServerRequest http) {
    Map<String, String> parameters = new LinkedHashMap<>();
    http.params().forEach(parameters::putIfAbsent);
    return parameters;
  }

  private static String header(HttpServerRequest http, String name) {
    String value = http.getHeader(name);
    return value == null ? "" : value;
  }

  static void send(HttpServerRequest http, ApiResponse apiResponse) {
    http.response()
        .setStatusCode(apiResponse.code())
        .putHeader("Content-Type", apiResponse.contentType())
        .end(Buffer.buffer(apiResponse.body()));
  }

  private static StatusException forbidden() {
    return StatusException.of(
        403, "Forbidden", "use the kubeconfig of this fleet: it has the secret that was not shown");
  }

  private static StatusException tooLarge() {
    return StatusException.of(
        413, "RequestEntityTooLarge", "the body of a request may have 3 MiB at most");
  }
}
