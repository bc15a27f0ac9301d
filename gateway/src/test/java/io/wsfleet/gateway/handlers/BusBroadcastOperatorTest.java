package io.wsfleet.gateway.handlers;

import static io.wsfleet.gateway.handlers.ExtensionGateway.emitWithAck;
import static io.wsfleet.gateway.handlers.ExtensionGateway.received;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Ack;
import io.socket.client.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending to selected sockets and querying them, with real clients. */
class BusBroadcastOperatorTest {
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
  void sendsToTheSelectedSockets() throws Exception {
    Socket anna = gateway.client("anna");
    Socket bert = gateway.client("bert");
    Socket cora = gateway.client("cora");
    Map<String, BlockingQueue<Object[]>> received =
        Map.of(
            "a",
            received(anna, "heard"),
            "b",
            received(bert, "heard"),
            "c",
            received(cora, "heard"));
    emitWithAck(anna, "join", "hall");
    emitWithAck(bert, "join", "hall");
    emitWithAck(cora, "tell", "hall", bert.id());
    Object[] event = received.get("a").poll(10, SECONDS);
    assertEquals("hall", event[0]);
    assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) event[1]);
    emitWithAck(bert, "others");
    emitWithAck(anna, "near");
    emitWithAck(anna, "tell", cora.id());
    assertEquals("o", received.get("a").poll(10, SECONDS)[0]);
    assertEquals("n", received.get("a").poll(10, SECONDS)[0]);
    assertEquals("n", received.get("b").poll(10, SECONDS)[0]);
    assertEquals("o", received.get("c").poll(10, SECONDS)[0]);
    assertEquals("n", received.get("c").poll(10, SECONDS)[0]);
    assertEquals(cora.id(), received.get("c").poll(10, SECONDS)[0]);
  }

  @Test
  void emitsVolatileEvents() throws Exception {
    Socket anna = gateway.client("anna");
    BlockingQueue<Object[]> received = received(anna, "heard");
    emitWithAck(anna, "volatile");
    assertEquals("v", received.poll(10, SECONDS)[0]);
  }

  @Test
  void emitsWithAckAndFetchesSockets() throws Exception {
    Socket anna = gateway.client("anna");
    anna.on("question", arguments -> ((Ack) arguments[2]).call(6 * 7));
    assertEquals("right", emitWithAck(anna, "quiz")[0]);
    Socket bert = gateway.client("bert");
    String sockets = emitWithAck(bert, "census")[0].toString();
    assertTrue(sockets.contains("{\"name\":\"anna\"}"), sockets);
    assertTrue(sockets.contains("{\"name\":\"bert\"}"), sockets);
  }
}
