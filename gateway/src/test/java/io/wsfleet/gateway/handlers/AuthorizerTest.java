package io.wsfleet.gateway.handlers;

import static io.wsfleet.gateway.handlers.ExtensionGateway.received;
import static io.wsfleet.gateway.handlers.ExtensionGateway.rooms;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Manager;
import io.socket.client.Socket;
import io.wsfleet.gateway.handlers.HandlerFailures.Kind;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decisions of {@code Handlers.admit}, with real clients. */
class AuthorizerTest {
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
  void acceptsAClientWithDataAndRooms() throws Exception {
    Socket anna = gateway.open("anna");
    BlockingQueue<Object[]> hello = received(anna, "hello");
    anna.connect();
    Object[] first = hello.poll(10, SECONDS);
    assertEquals("{\"name\":\"anna\"}", first[0].toString());
    assertEquals(false, first[1]);
    assertEquals(Set.of("guests", anna.id()), rooms(anna));
    assertTrue(gateway.client("late").connected());
  }

  @Test
  void acceptsAClientThatCallsConnectAgainBeforeTheAnswer() throws Exception {
    Socket late = gateway.open("late");
    BlockingQueue<Object[]> disconnects = received(late, Socket.EVENT_DISCONNECT);
    AtomicInteger calls = new AtomicInteger();
    late.io()
        .on(
            Manager.EVENT_OPEN,
            opened -> {
              for (int i = 0; i < 3; i++) {
                calls.incrementAndGet();
                late.connect();
              }
            });
    late.connect();
    await().until(late::connected);
    assertEquals(3, calls.get());
    // The answer to an event comes after everything that would have disconnected the client.
    assertEquals(Set.of(late.id()), rooms(late));
    assertTrue(disconnects.isEmpty());
  }

  @Test
  void refusesAClientWithMessageAndData() throws Exception {
    JSONObject refusal = gateway.refusal("thief");
    assertEquals("go away", refusal.get("message"));
    assertEquals("{\"code\":7}", refusal.get("data").toString());
    assertEquals("expected text, got nothing", gateway.refusal(null).get("message"));
  }

  @Test
  void refusesAClientWithoutDetailsWhenItFailsOrTimesOut() throws Exception {
    long failed = gateway.failures(Kind.FAILED);
    long timedOut = gateway.failures(Kind.TIMEOUT);
    assertEquals(
        "{\"message\":\"the server failed to decide\"}", gateway.refusal("broken").toString());
    assertEquals(
        "{\"message\":\"the server did not decide in time\"}",
        gateway.refusal("sleepy").toString());
    assertEquals(failed + 1, gateway.failures(Kind.FAILED));
    assertEquals(timedOut + 1, gateway.failures(Kind.TIMEOUT));
  }
}
