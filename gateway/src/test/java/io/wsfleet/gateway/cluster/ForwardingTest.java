package io.wsfleet.gateway.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  private ForwardingPair pair;

  @BeforeEach
  void start() throws Exception {
    pair = new ForwardingPair();
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
  }

  @Test
  void forwardsTheRequestUnchangedAndItsResponse() throws Exception {
    AtomicReference<HttpServerRequest> seen = new AtomicReference<>();
    AtomicReference<String> body = new AtomicReference<>();
    pair.owner.set(
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
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      String answer =
          client.request(
              "POST",
              pair.uri() + "&more=%20x",
              "Cookie: b=2\r\nTE: trailers\r\nContent-Length: 4\r\n",
              "body");
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.endsWith("answer"), answer);
      assertTrue(answer.contains("Set-Cookie: a=1"), answer);
      assertFalse(answer.contains("timeout=1"), answer);
      assertEquals(
          "POST " + pair.uri() + "&more=%20x", seen.get().method() + " " + seen.get().uri());
      assertEquals("body", body.get());
      assertFalse(seen.get().headers().contains("te"));
      assertEquals(
          "HTTP/1.1 413", client.request("GET", pair.uri(), "").substring(0, 12), "kept alive");
    }
    assertEquals("", body.get(), "of the second request");
    assertEquals(2, pair.forwarding.counters().requests());
  }

  @Test
  void marksAForwardedRequestAndForwardsNoneTwice() throws Exception {
    AtomicReference<String> mark = new AtomicReference<>();
    AtomicReference<String> cookie = new AtomicReference<>();
    pair.owner.set(
        request -> {
          mark.set(request.getHeader(ForwardedHeaders.FORWARDED));
          cookie.set(request.getHeader("cookie"));
          request.response().end();
        });
    assertEquals(200, ForwardingPair.status(pair.get("Cookie: b=2\r\n")));
    assertEquals("b=2", cookie.get());
    assertTrue(mark.get().matches("[A-Za-z0-9_-]{4}"), mark.get());
    assertEquals(
        400, ForwardingPair.status(pair.get(ForwardedHeaders.FORWARDED + ": made up\r\n")));
  }

  @Test
  void connectsToNobodyForAnUnknownSession() throws Exception {
    pair.owner.set(request -> request.response().end());
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      for (String sid : List.of("", "x", "__proto__", "a".repeat(20))) {
        assertTrue(
            client
                .request("GET", "/socket.io/?sid=" + sid, "")
                .endsWith(ForwardingPair.UNKNOWN_SESSION),
            sid);
      }
    }
    assertEquals(1, pair.forwarding.counters().failures(ForwardFailure.UNKNOWN_GATEWAY));
  }

  @Test
  void connectsToIpAddressesOnly() throws Exception {
    String tag = IdGenerator.newGatewayTag(pair.random);
    pair.leases
        .acquire(Registration.key(tag), "localhost:" + pair.ownerServer.actualPort(), 60_000)
        .toCompletableFuture()
        .get(10, SECONDS);
    pair.session = new IdGenerator(pair.random, () -> tag).newSessionId();
    assertEquals(400, ForwardingPair.status(pair.get("")));
    assertEquals(1, pair.forwarding.counters().failures(ForwardFailure.UNKNOWN_GATEWAY));
  }

  @Test
  void waitsForALongPoll() throws Exception {
    AtomicReference<HttpServerRequest> waiting = new AtomicReference<>();
    pair.owner.set(waiting::set);
    try (Socket poll = new Socket("127.0.0.1", pair.front.actualPort())) {
      poll.setSoTimeout(10_000);
      poll.getOutputStream().write(pair.head("GET", "").getBytes(ISO_8859_1));
      await().until(() -> waiting.get() != null);
      assertEquals(0, poll.getInputStream().available());
      waiting.get().response().end("at last");
      assertTrue(ForwardingPair.read(poll, 8).startsWith("HTTP/1.1"));
    }
  }

  @Test
  void resetsTheRequestWhenTheClientDisconnects() throws Exception {
    AtomicReference<HttpServerRequest> waiting = new AtomicReference<>();
    AtomicReference<Boolean> gone = new AtomicReference<>(false);
    pair.owner.set(
        request -> {
          request.response().closeHandler(closed -> gone.set(true));
          waiting.set(request);
        });
    try (Socket poll = new Socket("127.0.0.1", pair.front.actualPort())) {
      poll.getOutputStream().write(pair.head("GET", "").getBytes(ISO_8859_1));
      await().until(() -> waiting.get() != null);
    }
    await().until(gone::get);
    pair.awaitAllSlotsFree();
  }

  @Test
  void answersItselfWhenTheOwnerIsUnreachable() throws Exception {
    pair.owner.set(request -> request.response().end());
    assertEquals(200, ForwardingPair.status(pair.get("")));
    pair.ownerServer.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    for (int i = 0; i < 3; i++) {
      String answer = pair.get("");
      assertTrue(answer.endsWith(ForwardingPair.UNKNOWN_SESSION), answer);
    }
    assertEquals(3, pair.forwarding.counters().failures(ForwardFailure.UNREACHABLE));
    pair.awaitAllSlotsFree();
  }

  @Test
  void answersItselfWhenTheOwnerClosesTheConnection() throws Exception {
    pair.owner.set(request -> request.connection().close());
    assertTrue(pair.get("").endsWith(ForwardingPair.UNKNOWN_SESSION));
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      String answer = client.request("POST", pair.uri(), "Content-Length: 4\r\n", "body");
      assertTrue(answer.endsWith(ForwardingPair.UNKNOWN_SESSION), answer);
    }
    assertEquals(2, pair.forwarding.counters().failures(ForwardFailure.NO_RESPONSE));
    pair.awaitAllSlotsFree();
  }

  @Test
  void resetsAnIncompleteResponse() throws Exception {
    pair.owner.set(
        request ->
            request
                .response()
                .putHeader("Content-Length", "100")
                .write("half")
                .onComplete(written -> request.connection().close()));
    try (Socket poll = new Socket("127.0.0.1", pair.front.actualPort())) {
      poll.setSoTimeout(10_000);
      poll.getOutputStream().write(pair.head("GET", "").getBytes(ISO_8859_1));
      String all = new String(poll.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue(all.startsWith("HTTP/1.1 200"), all);
      assertTrue(all.endsWith("half"), all);
    }
    pair.awaitAllSlotsFree();
  }

  @Test
  void answersItselfAfterTheTimeout() throws Exception {
    pair.startFront(10, 200);
    pair.owner.set(request -> {});
    assertTrue(pair.get("").endsWith(ForwardingPair.UNKNOWN_SESSION));
    assertEquals(1, pair.forwarding.counters().failures(ForwardFailure.NO_RESPONSE));
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      String answer = client.request("GET", pair.uri(), RawClient.upgradeHeaders());
      assertTrue(answer.endsWith("Session ID unknown"), answer);
    }
    pair.awaitAllSlotsFree();
  }

  @Test
  void forwardsToKnownOwnersWithoutRedis() throws Exception {
    pair.owner.set(request -> request.response().end());
    assertEquals(200, ForwardingPair.status(pair.get("")));
    String unknown = new IdGenerator(pair.random, () -> "____").newSessionId();
    pair.redis.master().stop();
    pair.session = unknown;
    assertEquals(400, ForwardingPair.status(pair.get("")));
    pair.session = new IdGenerator(pair.random, pair.ownerRegistration::tag).newSessionId();
    assertEquals(200, ForwardingPair.status(pair.get("")));
    assertEquals(1, pair.forwarding.counters().failures(ForwardFailure.REGISTRY_UNAVAILABLE));
    pair.redis.master().restart();
  }

  @Test
  void limitsTheForwardedRequests() throws Exception {
    pair.startFront(1, 5000);
    AtomicReference<HttpServerRequest> waiting = new AtomicReference<>();
    pair.owner.set(waiting::set);
    try (Socket poll = new Socket("127.0.0.1", pair.front.actualPort())) {
      poll.getOutputStream().write(pair.head("GET", "").getBytes(ISO_8859_1));
      await().until(() -> waiting.get() != null);
      assertTrue(pair.get("").endsWith(ForwardingPair.UNKNOWN_SESSION));
      assertEquals(1, pair.forwarding.counters().failures(ForwardFailure.TOO_MANY_REQUESTS));
      waiting.get().response().end();
    }
    pair.owner.set(request -> request.response().end());
    await().until(() -> ForwardingPair.status(pair.get("")) == 200);
  }

  @Test
  void readsNoMoreOfABodyThanTheOwnerReads() throws Exception {
    AtomicReference<HttpServerRequest> reading = new AtomicReference<>();
    AtomicLong received = new AtomicLong();
    pair.owner.set(
        request -> {
          request.pause();
          reading.set(request);
        });
    long total = 50_000_000;
    try (SocketChannel client = SocketChannel.open();
        Selector selector = Selector.open()) {
      client.connect(new java.net.InetSocketAddress("127.0.0.1", pair.front.actualPort()));
      client.write(
          ByteBuffer.wrap(
              pair.head("POST", "Content-Length: " + total + "\r\n").getBytes(ISO_8859_1)));
      await().until(() -> reading.get() != null);
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_WRITE);
      long sent = sendUntilStuck(client, selector, total);
      assertTrue(sent < 20_000_000, "it took in " + sent + " bytes that the owner had not read");
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
    pair.awaitAllSlotsFree();
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
}
