package io.wsfleet.local.api.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.api.Cluster;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The HTTP server. It listens on a loopback address, without TLS; every path begins with a secret
 * that is in the kubeconfig alone, so that neither another user of the machine nor a page in a
 * browser can use it.
 */
public final class ApiServer implements AutoCloseable {
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  private final Requests requests;
  private final Watches watches;
  private final LogStreams logs;
  private final String prefix;
  private final HttpServer server;

  public ApiServer(
      Vertx vertx, Cluster cluster, LogFiles logFiles, String secret, InstantSource clock) {
    this.requests = new Requests(cluster, clock);
    this.watches = new Watches(vertx, cluster, requests, clock);
    this.logs = new LogStreams(vertx, logFiles);
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
      send(http, Answer.failure(forbidden()));
      return;
    }
    Request head = request(http, new byte[0]);
    if (head.isWatch()) {
      watches.start(http, head);
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
          if (body.length() + part.length() <= LARGEST_BODY) {
            body.appendBuffer(part);
          } else if (!http.response().ended()) {
            send(http, Answer.failure(tooLarge()));
          }
        });
    http.endHandler(
        end -> {
          if (!http.response().ended()) {
            send(http, requests.answer(request(http, body.getBytes())));
          }
        });
  }

  private Request request(HttpServerRequest http, byte[] body) {
    return new Request(
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

  static void send(HttpServerRequest http, Answer answer) {
    http.response()
        .setStatusCode(answer.code())
        .putHeader("Content-Type", answer.contentType())
        .end(Buffer.buffer(answer.body()));
  }

  private static ApiFailure forbidden() {
    return ApiFailure.of(
        403, "Forbidden", "use the kubeconfig of this fleet: it has the secret that was not shown");
  }

  private static ApiFailure tooLarge() {
    return ApiFailure.of(
        413, "RequestEntityTooLarge", "the body of a request may have 3 MiB at most");
  }
}
