package io.wsfleet.gateway.engineio.server;

import static io.wsfleet.testing.RawClient.V4;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.testing.RawClient;
import java.io.EOFException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client sees of a planned cut, and what becomes of that which it sends meanwhile. */
class GracefulCloseTest {
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

  private GatewayServer server;

  @BeforeEach
  void start() throws Exception {
    server = GatewayServer.start("WSFLEET_SHUTDOWN_IDLE_MILLIS", "1000");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void endsAWebSocketWithoutACloseFrame() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      cut();
      assertThrows(EOFException.class, client::read);
      client.close();
      awaitEnd(CloseReason.SHUTTING_DOWN);
      assertEquals(0, unanswered());
    }
  }

  @Test
  void carriesOutWhatAClientSendsBeforeItKnows() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      cut();
      assertThrows(EOFException.class, client::read);
      client.send("42[\"say\",1]");
      client.close();
      awaitEnd(CloseReason.SHUTTING_DOWN);
      assertEquals(1, server.gateway().eventRouter().events());
    }
  }

  @Test
  void closesAClientThatDoesNotCloseItsSide() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      cut();
      assertThrows(EOFException.class, client::read);
      awaitEnd(CloseReason.SHUTTING_DOWN);
    }
  }

  @Test
  void waitsForTheAcknowledgementOfAClient() throws Exception {
    AtomicInteger acks = new AtomicInteger();
    try (RawClient client = RawClient.connected(server.port())) {
      ask(acks);
      assertEquals("420[\"ask\"]", client.text());
      cut();
      // Time for a gateway that does not wait.
      Thread.sleep(200);
      client.send("430[1]");
      await().until(() -> acks.get() == 1);
      assertThrows(EOFException.class, client::read);
      assertEquals(0, unanswered());
    }
  }

  @Test
  void doesNotWaitLongerThanTheLimitForAnAcknowledgement() throws Exception {
    try (RawClient client = RawClient.connected(server.port())) {
      ask(new AtomicInteger());
      assertEquals("420[\"ask\"]", client.text());
      long start = System.nanoTime();
      cut();
      assertThrows(EOFException.class, client::read);
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis >= 900 && millis < 5000, millis + " ms");
      assertEquals(1, unanswered());
    }
  }

  @Test
  void failsTheWaitingPollAndStillTakesAPost() throws Exception {
    try (RawClient poll = RawClient.connect(server.port());
        RawClient post = RawClient.connect(server.port())) {
      String open = poll.request("GET", POLLING, "");
      String session = POLLING + "&sid=" + open.split("\"sid\":\"", -1)[1].substring(0, 20);
      assertTrue(post(post, session, "40").endsWith("ok"));
      assertTrue(poll.request("GET", session, "").contains("40{"));
      poll.sendRequest("GET", session, "", new byte[0]);
      cut();
      RawClient.Response failed = poll.readResponse(true);
      assertEquals(400, failed.status());
      assertEquals(ConnectionError.UNKNOWN_SID.json(), failed.text());
      assertTrue(post(post, session, "42[\"say\",1]").endsWith("ok"));
      assertEquals(1, server.gateway().eventRouter().events());
      assertTrue(poll.request("GET", session, "").startsWith("HTTP/1.1 400 "));
      awaitEnd(CloseReason.SHUTTING_DOWN);
    }
  }

  @Test
  void cutsAClientThatIsNeverSilentAfterTheLimit() throws Exception {
    try (RawClient client = RawClient.open(server.port(), V4)) {
      client.connectNamespace();
      cut();
      long start = System.nanoTime();
      int sent = 0;
      while (server.gateway().transportCounters().closed(CloseReason.SHUTTING_DOWN) == 0) {
        try {
          client.send("42[\"say\"," + sent + "]");
          sent++;
        } catch (java.io.IOException ended) {
          break;
        }
        Thread.sleep(5);
      }
      assertTrue(System.nanoTime() - start > 900_000_000L);
      awaitEnd(CloseReason.SHUTTING_DOWN);
      assertTrue(server.gateway().eventRouter().events() > 100);
    }
  }

  private static String post(RawClient client, String uri, String body) throws Exception {
    return client.request("POST", uri, "Content-Length: " + body.length() + "\r\n", body);
  }

  private void ask(AtomicInteger acks) {
    server
        .gateway()
        .localNode()
        .broadcastWithAck(
            new BusMessage.Broadcast(Event.of("ask"), Audience.all("/"), false),
            10_000,
            expected -> {},
            ack -> acks.incrementAndGet());
  }

  private void cut() {
    server.gateway().connections().closers(CloseReason.SHUTTING_DOWN).forEach(Runnable::run);
  }

  private long unanswered() {
    return server.gateway().transportCounters().closedUnanswered();
  }

  private void awaitEnd(CloseReason reason) {
    await().until(() -> server.gateway().connections().size() == 0);
    assertEquals(1, server.gateway().transportCounters().closed(reason));
  }
}
