package io.wsfleet.gateway.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.RawClient;
import io.wsfleet.gateway.bus.Leases;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A gateway in front that has no session at all, an owner that is a plain HTTP server, and a real
 * Redis between them.
 */
class ForwardingTest {
  private static final String HERE = "no such session here";

  private final Vertx vertx = Vertx.vertx();
  private final Random random = new Random();
  private final AtomicReference<Handler<HttpServerRequest>> owner = new AtomicReference<>();
  private RedisServers redis;
  private Leases leases;
  private HttpServer ownerServer;
  private Registration ownerEntry;
  private HttpServer front;
  private Forwarding forwarding;
  private String session;

  @BeforeEach
  void start() throws Exception {
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
    ownerEntry = register(ownerServer.actualPort());
    session = new IdGenerator(random, ownerEntry::tag).newSessionId();
    startFront(10, 5000);
  }

  private void startFront(int maxForwarded, long requestMillis) throws Exception {
    Registration entry = register(1);
    PeerSettings settings =
        new PeerSettings(
            new Peer("127.0.0.1", 1), maxForwarded, 100, 2000, requestMillis, requestMillis);
    forwarding = new Forwarding(vertx, settings, entry, leases, null, request -> {});
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
    Runnable unknown = () -> request.response().setStatusCode(400).end(HERE);
    String sid = request.getParam("sid");
    if (!forwarding.forward(request, sid == null ? "" : sid, unknown)) {
      unknown.run();
    }
  }

  private Registration register(int port) {
    Registration entry = new Registration(vertx, leases, new Peer("127.0.0.1", port), random);
    entry.start();
    await().until(entry::isRegistered);
    return entry;
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    redis.close();
  }

  @Test
  void passesARequestOnAsItIsAndItsAnswerBack() throws Exception {
    AtomicReference<HttpServerRequest> seen = new AtomicReference<>();
    AtomicReference<String> body = new AtomicReference<>();
    owner.set(
        request -> {
          seen.set(request);
          request.body(
              read -> {
                body.set(read.result().toString());
                request
                    .response()
                    .setStatusCode(413)
                    .putHeader("Set-Cookie", "a=1")
                    .putHeader("Keep-Alive", "timeout=1")
                    .end("answer");
              });
        });
    try (RawClient client = RawClient.connect(front.actualPort())) {
      String answer =
          client.request(
              "POST",
              uri() + "&more=%20x",
              "Cookie: b=2\r\nTE: trailers\r\nContent-Length: 4\r\n",
              "body");
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.endsWith("answer"), answer);
      assertTrue(answer.contains("Set-Cookie: a=1"), answer);
      assertFalse(answer.contains("timeout=1"), answer);
      assertEquals("POST " + uri() + "&more=%20x", seen.get().method() + " " + seen.get().uri());
      assertEquals("body", body.get());
      assertFalse(seen.get().headers().contains("te"));
      assertEquals("HTTP/1.1 413", client.request("GET", uri(), "").substring(0, 12), "kept alive");
    }
    assertEquals("", body.get(), "of the second");
    assertEquals(2, forwarding.counters().requests());
  }

  @Test
  void saysThatARequestWasPassedOnAndPassesNoneOnTwice() throws Exception {
    AtomicReference<String> mark = new AtomicReference<>();
    AtomicReference<String> cookie = new AtomicReference<>();
    owner.set(
        request -> {
          mark.set(request.getHeader(ForwardedHeaders.FORWARDED));
          cookie.set(request.getHeader("cookie"));
          request.response().end();
        });
    assertEquals(200, status(get("Cookie: b=2\r\n")));
    assertEquals("b=2", cookie.get());
    assertTrue(mark.get().matches("[A-Za-z0-9_-]{4}"), mark.get());
    assertEquals(400, status(get(ForwardedHeaders.FORWARDED + ": made up\r\n")));
  }

  @Test
  void contactsNobodyForASessionThatNoGatewayHas() throws Exception {
    owner.set(request -> request.response().end());
    try (RawClient client = RawClient.connect(front.actualPort())) {
      for (String sid : List.of("", "x", "__proto__", "a".repeat(20))) {
        assertTrue(client.request("GET", "/socket.io/?sid=" + sid, "").endsWith(HERE), sid);
      }
    }
    assertEquals(1, forwarding.counters().failures(ForwardFailure.UNKNOWN_GATEWAY));
  }

  @Test
  void contactsNothingThatIsNoAddress() throws Exception {
    String tag = IdGenerator.newGatewayTag(random);
    leases
        .acquire(Registration.key(tag), "localhost:" + ownerServer.actualPort(), 60_000)
        .toCompletableFuture()
        .get(10, SECONDS);
    session = new IdGenerator(random, () -> tag).newSessionId();
    assertEquals(400, status(get("")));
    assertEquals(1, forwarding.counters().failures(ForwardFailure.UNKNOWN_GATEWAY));
  }

  @Test
  void waitsWithALongPoll() throws Exception {
    AtomicReference<HttpServerRequest> waiting = new AtomicReference<>();
    owner.set(waiting::set);
    try (Socket poll = new Socket("127.0.0.1", front.actualPort())) {
      poll.setSoTimeout(10_000);
      poll.getOutputStream().write(head("GET", "").getBytes(ISO_8859_1));
      await().until(() -> waiting.get() != null);
      assertEquals(0, poll.getInputStream().available());
      waiting.get().response().end("at last");
      assertTrue(read(poll, 8).startsWith("HTTP/1.1"));
    }
  }

  @Test
  void tellsTheOwnerThatAClientGaveUp() throws Exception {
    AtomicReference<HttpServerRequest> waiting = new AtomicReference<>();
    AtomicReference<Boolean> gone = new AtomicReference<>(false);
    owner.set(
        request -> {
          request.response().closeHandler(closed -> gone.set(true));
          waiting.set(request);
        });
    try (Socket poll = new Socket("127.0.0.1", front.actualPort())) {
      poll.getOutputStream().write(head("GET", "").getBytes(ISO_8859_1));
      await().until(() -> waiting.get() != null);
    }
    await().until(gone::get);
    awaitAllSlotsFree();
  }

  @Test
  void answersItselfWhereTheOwnerIsGone() throws Exception {
    owner.set(request -> request.response().end());
    assertEquals(200, status(get("")));
    ownerServer.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    for (int i = 0; i < 3; i++) {
      String answer = get("");
      assertTrue(answer.endsWith(HERE), answer);
    }
    assertEquals(3, forwarding.counters().failures(ForwardFailure.UNREACHABLE));
    awaitAllSlotsFree();
  }

  @Test
  void answersItselfWhereTheOwnerDiesOverARequest() throws Exception {
    owner.set(request -> request.connection().close());
    assertTrue(get("").endsWith(HERE));
    try (RawClient client = RawClient.connect(front.actualPort())) {
      String answer = client.request("POST", uri(), "Content-Length: 4\r\n", "body");
      assertTrue(answer.endsWith(HERE), answer);
    }
    assertEquals(2, forwarding.counters().failures(ForwardFailure.NO_RESPONSE));
    awaitAllSlotsFree();
  }

  @Test
  void cutsAHalfAnswerOff() throws Exception {
    owner.set(
        request ->
            request
                .response()
                .putHeader("Content-Length", "100")
                .write("half")
                .onComplete(written -> request.connection().close()));
    try (Socket poll = new Socket("127.0.0.1", front.actualPort())) {
      poll.setSoTimeout(10_000);
      poll.getOutputStream().write(head("GET", "").getBytes(ISO_8859_1));
      String all = new String(poll.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue(all.startsWith("HTTP/1.1 200"), all);
      assertTrue(all.endsWith("half"), all);
    }
    awaitAllSlotsFree();
  }

  @Test
  void doesNotWaitForeverForAnOwner() throws Exception {
    startFront(10, 200);
    owner.set(request -> {});
    assertTrue(get("").endsWith(HERE));
    assertEquals(1, forwarding.counters().failures(ForwardFailure.NO_RESPONSE));
    try (RawClient client = RawClient.connect(front.actualPort())) {
      String answer = client.request("GET", uri(), RawClient.upgradeHeaders());
      assertTrue(answer.endsWith("Session ID unknown"), answer);
    }
    awaitAllSlotsFree();
  }

  @Test
  void goesOnWithKnownOwnersWhileRedisIsAway() throws Exception {
    owner.set(request -> request.response().end());
    assertEquals(200, status(get("")));
    String unknown = new IdGenerator(random, () -> "____").newSessionId();
    redis.master().stop();
    session = unknown;
    assertEquals(400, status(get("")));
    session = new IdGenerator(random, ownerEntry::tag).newSessionId();
    assertEquals(200, status(get("")));
    assertEquals(1, forwarding.counters().failures(ForwardFailure.REGISTRY_UNAVAILABLE));
    redis.master().restart();
  }

  @Test
  void passesOnOnlySoManyAtATime() throws Exception {
    startFront(1, 5000);
    AtomicReference<HttpServerRequest> waiting = new AtomicReference<>();
    owner.set(waiting::set);
    try (Socket poll = new Socket("127.0.0.1", front.actualPort())) {
      poll.getOutputStream().write(head("GET", "").getBytes(ISO_8859_1));
      await().until(() -> waiting.get() != null);
      assertTrue(get("").endsWith(HERE));
      assertEquals(1, forwarding.counters().failures(ForwardFailure.TOO_MANY_REQUESTS));
      waiting.get().response().end();
    }
    owner.set(request -> request.response().end());
    await().until(() -> status(get("")) == 200);
  }

  @Test
  void letsThroughNoMoreOfABodyThanIsRead() throws Exception {
    AtomicReference<HttpServerRequest> reading = new AtomicReference<>();
    AtomicLong received = new AtomicLong();
    owner.set(
        request -> {
          request.pause();
          reading.set(request);
        });
    long total = 50_000_000;
    try (SocketChannel client = SocketChannel.open();
        Selector selector = Selector.open()) {
      client.connect(new java.net.InetSocketAddress("127.0.0.1", front.actualPort()));
      client.write(
          ByteBuffer.wrap(head("POST", "Content-Length: " + total + "\r\n").getBytes(ISO_8859_1)));
      await().until(() -> reading.get() != null);
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_WRITE);
      long sent = sendUntilStuck(client, selector, total);
      assertTrue(sent < 20_000_000, "it took in " + sent + " bytes that nobody had read");
      reading.get().handler(part -> received.addAndGet(part.length()));
      reading.get().endHandler(end -> reading.get().response().end("all"));
      reading.get().resume();
      while (sent < total) {
        assertTrue(selector.select(10_000) > 0, "it reads no more after " + sent);
        selector.selectedKeys().clear();
        sent += client.write(ByteBuffer.allocate((int) Math.min(100_000, total - sent)));
      }
      await().until(() -> received.get() == total);
    }
    awaitAllSlotsFree();
  }

  private static long sendUntilStuck(SocketChannel client, Selector selector, long total)
      throws IOException {
    long sent = 0;
    while (sent < total && selector.select(1000) > 0) {
      selector.selectedKeys().clear();
      sent += client.write(ByteBuffer.allocate((int) Math.min(100_000, total - sent)));
    }
    return sent;
  }

  @Test
  void runsAWebsocketThrough() throws Exception {
    AtomicReference<Boolean> gone = new AtomicReference<>(false);
    owner.set(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> {
                      socket.writeTextMessage("welcome");
                      socket.textMessageHandler(socket::writeTextMessage);
                      socket.closeHandler(closed -> gone.set(true));
                    }));
    try (RawClient client = RawClient.connect(front.actualPort())) {
      client.upgrade(uri());
      assertEquals("welcome", client.text());
      String large = "x".repeat(60_000);
      for (int i = 0; i < 100; i++) {
        client.send(i + large);
        assertEquals(i + large, client.text());
      }
      assertEquals(1, forwarding.tunnels());
    }
    await().until(gone::get);
    assertEquals(1, forwarding.counters().websockets());
    awaitAllSlotsFree();
  }

  @Test
  void losesNoByteBehindTheRequestForAnUpgradeNorBehindItsAnswer() throws Exception {
    try (ServerSocket raw = new ServerSocket(0)) {
      session = new IdGenerator(random, register(raw.getLocalPort())::tag).newSessionId();
      AtomicReference<String> heard = new AtomicReference<>();
      Thread rawOwner =
          new Thread(
              () -> {
                try (Socket socket = raw.accept()) {
                  String all = "";
                  while (!all.endsWith("early bytes")) {
                    all += (char) socket.getInputStream().read();
                  }
                  heard.set(all);
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 101 x\r\n\r\nat once".getBytes(ISO_8859_1));
                } catch (IOException e) {
                  heard.set(e.toString());
                }
              });
      rawOwner.start();
      try (RawClient client = RawClient.connect(front.actualPort())) {
        String answer = client.request("GET", uri(), RawClient.upgradeHeaders(), "early bytes");
        assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
        assertEquals("at once", read(client.socket(), 7));
        assertEquals(-1, client.socket().getInputStream().read());
      }
      rawOwner.join(10_000);
      assertTrue(heard.get().endsWith("\r\n\r\nearly bytes"), heard.get());
      assertTrue(heard.get().contains("\r\n" + ForwardedHeaders.FORWARDED + ": "), heard.get());
      assertTrue(heard.get().contains("Upgrade: websocket"), heard.get());
    }
    awaitAllSlotsFree();
  }

  @Test
  void passesARefusedUpgradeBack() throws Exception {
    owner.set(
        request ->
            request.response().setStatusCode(400).putHeader("Connection", "close").end("no"));
    try (RawClient client = RawClient.connect(front.actualPort())) {
      String answer = client.request("GET", uri(), RawClient.upgradeHeaders());
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.endsWith("no"), answer);
    }
    awaitAllSlotsFree();
  }

  @Test
  void endsATunnelWhenTheOwnerDoes() throws Exception {
    owner.set(request -> request.toWebSocket().onSuccess(socket -> socket.close()));
    try (RawClient client = RawClient.connect(front.actualPort())) {
      client.upgrade(uri());
      assertEquals(1000, client.closeStatus());
      client.frame(0x88, new byte[0]);
      assertEquals(-1, client.socket().getInputStream().read());
    }
    awaitAllSlotsFree();
  }

  @Test
  void holdsNothingForAClientOfATunnelThatDoesNotRead() throws Exception {
    AtomicLong written = new AtomicLong();
    AtomicReference<Boolean> full = new AtomicReference<>(false);
    owner.set(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> {
                      Buffer part = Buffer.buffer(new byte[100_000]);
                      vertx.setPeriodic(
                          1,
                          id -> {
                            full.set(socket.writeQueueFull());
                            for (int i = 0; i < 10 && !socket.writeQueueFull(); i++) {
                              socket.writeBinaryMessage(part);
                              written.addAndGet(part.length());
                            }
                          });
                    }));
    try (RawClient client = RawClient.withSmallReceiveBuffer(front.actualPort())) {
      client.upgrade(uri());
      await().during(java.time.Duration.ofMillis(500)).until(full::get);
      assertTrue(written.get() < 20_000_000, written + " bytes are under way");
    }
    awaitAllSlotsFree();
  }

  @Test
  void answersAnUpgradeWhoseOwnerIsGone() throws Exception {
    owner.set(request -> {});
    ownerServer.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    try (RawClient client = RawClient.connect(front.actualPort())) {
      String answer = client.request("GET", uri(), RawClient.upgradeHeaders());
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.endsWith("Session ID unknown"), answer);
    }
    awaitAllSlotsFree();
  }

  private void awaitAllSlotsFree() {
    await().until(() -> forwarding.tunnels() == 0 && forwarding.inFlight() == 0);
  }

  private String uri() {
    return "/socket.io/?EIO=4&transport=polling&sid=" + session;
  }

  private String head(String method, String headers) {
    return method + " " + uri() + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
  }

  private String get(String headers) throws IOException {
    try (RawClient client = RawClient.connect(front.actualPort())) {
      return client.request("GET", uri(), headers);
    }
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static String read(Socket socket, int length) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, ISO_8859_1);
  }
}
