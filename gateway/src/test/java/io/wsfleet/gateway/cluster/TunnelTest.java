package io.wsfleet.gateway.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TunnelTest {
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
  void copiesAWebSocketInBothDirections() throws Exception {
    AtomicReference<Boolean> gone = new AtomicReference<>(false);
    pair.owner.set(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> {
                      socket.writeTextMessage("welcome");
                      socket.textMessageHandler(socket::writeTextMessage);
                      socket.closeHandler(closed -> gone.set(true));
                    }));
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      client.upgrade(pair.uri());
      assertEquals("welcome", client.text());
      String large = "x".repeat(60_000);
      for (int i = 0; i < 100; i++) {
        client.send(i + large);
        assertEquals(i + large, client.text());
      }
      assertEquals(1, pair.forwarding.tunnels());
    }
    await().until(gone::get);
    assertEquals(1, pair.forwarding.counters().websockets());
    pair.awaitAllSlotsFree();
  }

  @Test
  void losesNoByteAfterTheUpgradeRequestOrItsResponse() throws Exception {
    try (ServerSocket raw = new ServerSocket(0)) {
      pair.session =
          new IdGenerator(pair.random, pair.register(raw.getLocalPort())::tag).newSessionId();
      AtomicReference<String> received = new AtomicReference<>();
      Thread rawOwner =
          new Thread(
              () -> {
                try (Socket socket = raw.accept()) {
                  String all = "";
                  while (!all.endsWith("early bytes")) {
                    all += (char) socket.getInputStream().read();
                  }
                  received.set(all);
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 101 x\r\n\r\nat once".getBytes(ISO_8859_1));
                } catch (IOException e) {
                  received.set(e.toString());
                }
              });
      rawOwner.start();
      try (RawClient client = RawClient.connect(pair.front.actualPort())) {
        String answer =
            client.request("GET", pair.uri(), RawClient.upgradeHeaders(), "early bytes");
        assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
        assertEquals("at once", ForwardingPair.read(client.socket(), 7));
        assertEquals(-1, client.socket().getInputStream().read());
      }
      rawOwner.join(10_000);
      assertTrue(received.get().endsWith("\r\n\r\nearly bytes"), received.get());
      assertTrue(
          received.get().contains("\r\n" + ForwardedHeaders.FORWARDED + ": "), received.get());
      assertTrue(received.get().contains("Upgrade: websocket"), received.get());
    }
    pair.awaitAllSlotsFree();
  }

  @Test
  void returnsTheResponseOfARefusedUpgrade() throws Exception {
    pair.owner.set(
        request ->
            request.response().setStatusCode(400).putHeader("Connection", "close").end("no"));
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      String answer = client.request("GET", pair.uri(), RawClient.upgradeHeaders());
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.endsWith("no"), answer);
    }
    pair.awaitAllSlotsFree();
  }

  @Test
  void closesWhenTheOwnerCloses() throws Exception {
    pair.owner.set(request -> request.toWebSocket().onSuccess(socket -> socket.close()));
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      client.upgrade(pair.uri());
      assertEquals(1000, client.closeStatus());
      client.frame(0x88, new byte[0]);
      assertEquals(-1, client.socket().getInputStream().read());
    }
    pair.awaitAllSlotsFree();
  }

  @Test
  void buffersNothingForAClientThatDoesNotRead() throws Exception {
    AtomicLong written = new AtomicLong();
    AtomicReference<Boolean> full = new AtomicReference<>(false);
    pair.owner.set(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> {
                      Buffer part = Buffer.buffer(new byte[100_000]);
                      pair.vertx.setPeriodic(
                          1,
                          id -> {
                            full.set(socket.writeQueueFull());
                            for (int i = 0; i < 10 && !socket.writeQueueFull(); i++) {
                              socket.writeBinaryMessage(part);
                              written.addAndGet(part.length());
                            }
                          });
                    }));
    try (RawClient client = RawClient.withSmallReceiveBuffer(pair.front.actualPort())) {
      client.upgrade(pair.uri());
      await().during(java.time.Duration.ofMillis(500)).until(full::get);
      assertTrue(written.get() < 20_000_000, written + " bytes are in flight");
    }
    pair.awaitAllSlotsFree();
  }

  @Test
  void answersAnUpgradeWhenTheOwnerIsUnreachable() throws Exception {
    pair.owner.set(request -> {});
    pair.ownerServer.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    try (RawClient client = RawClient.connect(pair.front.actualPort())) {
      String answer = client.request("GET", pair.uri(), RawClient.upgradeHeaders());
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.endsWith("Session ID unknown"), answer);
    }
    pair.awaitAllSlotsFree();
  }
}
