package io.wsfleet.operator.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wsfleet.operator.observability.OperatorMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server for metrics and health. */
final class HealthServer {

  private static final Logger log = LoggerFactory.getLogger(HealthServer.class);
  private static final int THREADS = 2;

  private final HttpServer server;
  private volatile boolean ready;
  private volatile Supplier<Optional<String>> failure = Optional::empty;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  static HealthServer start(String address, int port, OperatorMetrics operatorMetrics)
      throws IOException {
    var server = bind(address, port);
    var healthServer = new HealthServer(server);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/health/live", healthServer::handleLiveness);
    server.createContext("/health/ready", healthServer::handleReadiness);
    server.createContext("/metrics", exchange -> respond(exchange, 200, operatorMetrics.scrape()));
    server.start();
    return healthServer;
  }

  private static HttpServer bind(String address, int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(address, port), 0);
    } catch (IOException e) {
      throw new IOException(
          "metrics and health cannot be served at %s:%d; set %s to a free port"
              .formatted(address, port, Setting.OPERATOR_PORT.variable()),
          e);
    }
  }

  /** A standby is ready too: it becomes the leader as soon as the Lease is free. */
  void markReady() {
    ready = true;
  }

  /**
   * Asks this for each liveness probe.
   *
   * @param failure why the process has to be started again; empty as long as it is alive
   */
  void checkLiveness(Supplier<Optional<String>> failure) {
    this.failure = failure;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private void handleLiveness(HttpExchange exchange) throws IOException {
    var found = failure.get();
    found.ifPresent(sentence -> log.error("Not alive: {}", sentence));
    respond(exchange, found.isEmpty() ? 200 : 503, found.orElse("alive") + "\n");
  }

  private void handleReadiness(HttpExchange exchange) throws IOException {
    respond(exchange, ready ? 200 : 503, ready ? "ready\n" : "starting\n");
  }

  private static void respond(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
