package io.wsfleet.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Metrics and health on a port of their own. */
final class Health {

  private static final int THREADS = 2;

  private final HttpServer server;
  private volatile boolean ready;

  private Health(HttpServer server) {
    this.server = server;
  }

  static Health listen(String address, int port, Metrics metrics) throws IOException {
    var server = bind(address, port);
    var health = new Health(server);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/health/live", exchange -> answer(exchange, 200, "alive\n"));
    server.createContext("/health/ready", health::readiness);
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.scrape()));
    server.start();
    return health;
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

  /** A standby is ready too: it is at work as soon as the Lease is free. */
  void ready() {
    ready = true;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private void readiness(HttpExchange exchange) throws IOException {
    answer(exchange, ready ? 200 : 503, ready ? "ready\n" : "starting\n");
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
