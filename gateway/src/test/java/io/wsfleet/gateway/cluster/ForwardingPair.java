package io.wsfleet.gateway.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.bus.Leases;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.testing.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A gateway that forwards, an HTTP server that owns the sessions, and a real Redis between them.
 */
final class ForwardingPair implements AutoCloseable {
  static final String UNKNOWN_SESSION = "no such session here";

  final Vertx vertx = Vertx.vertx();
  final Random random = new Random();
  final AtomicReference<Handler<HttpServerRequest>> owner = new AtomicReference<>();
  final RedisServers redis;
  final Leases leases;
  final HttpServer ownerServer;
  final Registration ownerRegistration;
  HttpServer front;
  Forwarding forwarding;
  String session;

  ForwardingPair() throws Exception {
    redis = RedisServers.one();
    leases = redis.leases(vertx, "test");
    leases.start();
    ownerServer =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(request -> owner.get().handle(request))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);
    ownerRegistration = register(ownerServer.actualPort());
    session = new IdGenerator(random, ownerRegistration::tag).newSessionId();
    startFront(10, 5000);
  }

  void startFront(int maxForwarded, long requestMillis) throws Exception {
    Registration registration = register(1);
    PeerSettings settings =
        new PeerSettings(
            new Peer("127.0.0.1", 1), maxForwarded, 100, 2000, requestMillis, requestMillis);
    forwarding =
        new Forwarding(
            vertx,
            settings,
            registration,
            leases,
            null,
            request -> {},
            () -> System.nanoTime() / 1_000_000);
    front =
        vertx
            .createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").setPort(0).setIdleTimeout(30))
            .requestHandler(this::atFront)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);
  }

  private void atFront(HttpServerRequest request) {
    Runnable unknown = () -> request.response().setStatusCode(400).end(UNKNOWN_SESSION);
    String sid = request.getParam("sid");
    if (!forwarding.forward(request, sid == null ? "" : sid, unknown)) {
      unknown.run();
    }
  }

  Registration register(int port) {
    Registration registration =
        new Registration(vertx, leases, new Peer("127.0.0.1", port), random);
    registration.start();
    await().until(registration::isRegistered);
    return registration;
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    redis.close();
  }

  void awaitAllSlotsFree() {
    await().until(() -> forwarding.tunnels() == 0 && forwarding.inFlight() == 0);
  }

  String uri() {
    return "/socket.io/?EIO=4&transport=polling&sid=" + session;
  }

  String head(String method, String headers) {
    return method + " " + uri() + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
  }

  String get(String headers) throws IOException {
    try (RawClient client = RawClient.connect(front.actualPort())) {
      return client.request("GET", uri(), headers);
    }
  }

  static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  static String read(Socket socket, int length) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, ISO_8859_1);
  }
}
