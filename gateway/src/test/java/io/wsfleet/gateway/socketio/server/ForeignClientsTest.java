package io.wsfleet.gateway.socketio.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Unchanged clients of other languages and generations, with the default settings. */
class ForeignClientsTest {
  private GatewayServer server;

  @BeforeEach
  void start() throws Exception {
    server = GatewayServer.start("WSFLEET_RECOVERY_WINDOW_SECONDS", "120");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static Stream<Arguments> clients() {
    return ForeignClient.all().stream()
        .flatMap(
            library ->
                Stream.of("polling", "websocket")
                    .map(transport -> Arguments.of(library, transport)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void getsEventsAsTheyWereSentAndComesBackAtOnceAfterAPlannedCut(
      ForeignClient.Library library, String transport) throws Exception {
    try (ForeignClient client = ForeignClient.start(library, server.url(), transport)) {
      client.await("connect", 30);
      hello(1);
      assertHello(library, client.await("hello", 10), 1);
      for (int cut = 2; cut < 4; cut++) {
        cut();
        client.await("disconnect", 3);
        // The delay before it reconnects, and what a busy machine needs.
        client.await("connect", 8);
        await().atMost(10, SECONDS).until(() -> server.gateway().hub().size() == 1);
        hello(cut);
        assertHello(library, client.await("hello", 10), cut);
      }
      assertEquals(2, server.gateway().transportCounters().closed(CloseReason.SHUTTING_DOWN));
      assertEquals(
          library.canRecover() ? 2 : 0,
          server.gateway().recovery().recovered(),
          "recovered sessions");
    }
  }

  private static void assertHello(ForeignClient.Library library, String line, int number) {
    String expected = "[\"hello\",{\"a\":" + number + "}";
    if (library.canRecover()) {
      assertTrue(line.startsWith(expected + ",\""), line);
    } else {
      assertEquals(expected + "]", line);
    }
  }

  private void hello(int number) throws Exception {
    Event event = Event.of("hello", "{\"a\":" + number + "}");
    server
        .gateway()
        .bus()
        .publish(new BusMessage.Broadcast(event, Audience.all("/"), false))
        .toCompletableFuture()
        .get(10, SECONDS);
  }

  private void cut() {
    List<Runnable> closers = server.gateway().connections().closers(CloseReason.SHUTTING_DOWN);
    assertEquals(1, closers.size());
    closers.forEach(Runnable::run);
  }
}
