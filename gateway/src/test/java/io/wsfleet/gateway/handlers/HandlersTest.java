package io.wsfleet.gateway.handlers;

import static io.wsfleet.gateway.handlers.ExtensionGateway.emit;
import static io.wsfleet.gateway.handlers.ExtensionGateway.emitWithAck;
import static io.wsfleet.gateway.handlers.ExtensionGateway.received;
import static io.wsfleet.gateway.handlers.ExtensionGateway.rooms;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Socket;
import io.wsfleet.gateway.handlers.HandlerFailures.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers of a jar in a gateway with real clients. */
class HandlersTest {
  @TempDir private static Path folder;
  private static ExtensionGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = ExtensionGateway.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @AfterEach
  void disconnect() {
    gateway.disconnectClients();
  }

  @Test
  void receiveAndSendAnyArguments() throws Exception {
    Socket anna = gateway.client("anna");
    Object[] echo =
        emitWithAck(
            anna,
            "echo",
            "é😀",
            1.5,
            true,
            JSONObject.NULL,
            new byte[] {0, -1},
            new JSONArray("[{}]"));
    assertEquals("é😀", echo[0]);
    assertEquals(1.5, ((Number) echo[1]).doubleValue());
    assertEquals(true, echo[2]);
    assertArrayEquals(new byte[] {0, -1}, (byte[]) echo[4]);
    assertEquals("[{}]", echo[5].toString());
    assertEquals(List.of("other", "anything"), List.of(emitWithAck(anna, "anything")));
    emitWithAck(anna, "note", new JSONObject("{\"a\":[1]}"));
    assertEquals("{\"note\":{\"a\":[1]}}", emitWithAck(anna, "data")[0].toString());
  }

  @Test
  void acknowledgeAfterTheRuleHasRun() throws Exception {
    Socket anna = gateway.client("anna");
    BlockingQueue<Object[]> received = received(anna, "heard");
    assertEquals(0, emitWithAck(anna, "all").length);
    assertEquals("all", received.poll(10, SECONDS)[0]);
    assertTrue(rooms(anna).contains("ruled"));
  }

  @Test
  void sendNoAcknowledgementWhenTheyFail() throws Exception {
    Socket anna = gateway.client("anna");
    long failed = gateway.failures(Kind.FAILED);
    long invalid = gateway.failures(Kind.INVALID_ARGUMENT);
    long timedOut = gateway.failures(Kind.TIMEOUT);
    List<CompletableFuture<Object[]>> acks =
        List.of(
            emit(anna, "fail"), emit(anna, "join", 5), emit(anna, "never"), emit(anna, "silent"));
    await()
        .until(
            () ->
                gateway.failures(Kind.FAILED) == failed + 1
                    && gateway.failures(Kind.INVALID_ARGUMENT) == invalid + 1
                    && gateway.failures(Kind.TIMEOUT) == timedOut + 1);
    assertEquals("x", emitWithAck(anna, "echo", "x")[0]);
    acks.forEach(ack -> assertFalse(ack.isDone()));
  }

  @Test
  void receiveTheEventsOfAClientInOrder() throws Exception {
    Socket anna = gateway.client("anna");
    List<CompletableFuture<Void>> acks = new ArrayList<>();
    List<Object> order = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 15; i++) {
      int number = i;
      CompletableFuture<Object[]> ack = i == 0 ? emit(anna, "slow", 200) : emit(anna, "echo", i);
      acks.add(ack.thenAccept(arguments -> order.add(number)));
    }
    CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).get(10, SECONDS);
    assertEquals(IntStream.range(0, 15).boxed().toList(), order);
  }

  @Test
  void disconnectAClientWithTooManyUnfinishedHandlers() throws Exception {
    Socket anna = gateway.client("anna");
    Socket bert = gateway.client("bert");
    BlockingQueue<Object[]> gone = received(anna, Socket.EVENT_DISCONNECT);
    for (int i = 0; i < 30; i++) {
      anna.emit("slow", 50);
    }
    assertNotNull(gone.poll(10, SECONDS));
    assertEquals("x", emitWithAck(bert, "echo", "x")[0]);
  }

  @Test
  void receiveTheRoomsAndTheReasonOfADisconnect() throws Exception {
    Socket anna = gateway.client("anna");
    Socket bert = gateway.client("bert");
    BlockingQueue<Object[]> gone = received(bert, "gone");
    emitWithAck(anna, "join", "hall");
    String id = anna.id();
    anna.disconnect();
    assertEquals(List.of(id, "client namespace disconnect", true), Arrays.asList(next(gone, id)));
    Socket cora = gateway.client("cora");
    String other = cora.id();
    BlockingQueue<Object[]> disconnected = received(cora, Socket.EVENT_DISCONNECT);
    cora.emit("leave", false);
    assertEquals("io server disconnect", disconnected.poll(10, SECONDS)[0]);
    assertEquals(
        List.of(other, "server namespace disconnect", false), Arrays.asList(next(gone, other)));
  }

  @Test
  void doNotSeeClassesOfTheGateway() throws Exception {
    Socket anna = gateway.client("anna");
    assertEquals(
        "[true]", emitWithAck(anna, "see", "io.wsfleet.gateway.bootstrap.Gateway")[0].toString());
    assertEquals("[true]", emitWithAck(anna, "see", "io.vertx.core.Vertx")[0].toString());
    assertEquals(
        "[false]", emitWithAck(anna, "see", "io.wsfleet.handlers.Extension")[0].toString());
    assertEquals("[false]", emitWithAck(anna, "see", "java.sql.Connection")[0].toString());
  }

  private static Object[] next(BlockingQueue<Object[]> gone, String id) throws Exception {
    Object[] next = gone.poll(10, SECONDS);
    while (!next[0].equals(id)) {
      next = gone.poll(10, SECONDS);
    }
    return next;
  }
}
