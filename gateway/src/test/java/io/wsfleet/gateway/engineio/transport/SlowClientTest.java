package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.testing.RawClient.V4;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.testing.RawClient;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that send or read too slowly. After each test another client is unaffected. */
class SlowClientTest {
  @RegisterExtension final LimitedGateway limited = new LimitedGateway();

  @Test
  void closesAMessageThatIsNeverCompleted() throws Exception {
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.frame(0x01, new byte[] {'4'});
      assertEquals(1008, client.closeStatus());
    }
    try (RawClient client = RawClient.connected(limited.server().port())) {
      client.send("452-[\"say\"]");
      client.frame(0x82, new byte[10]);
      assertEquals(1008, client.closeStatus());
    }
    await().until(() -> closed(CloseReason.MESSAGE_TOO_SLOW) == 2);
  }

  @Test
  void closesAClientThatNeverJoins() throws Exception {
    try (RawClient client = RawClient.open(limited.server().port(), V4)) {
      client.send("40/nope,");
      client.text();
      assertEquals(1005, client.closeStatus());
    }
    await().until(() -> closed(CloseReason.CONNECT_TIMEOUT) == 1);
  }

  @Test
  void closesAClientThatNeverReadsAndKeepsTheOthers() throws Exception {
    String text = "\"" + "x".repeat(10_000) + "\"";
    try (RawClient slow = RawClient.withSmallReceiveBuffer(limited.server().port())) {
      slow.upgrade(V4);
      slow.text();
      slow.connectNamespace();
      int sent = 0;
      while (closed(CloseReason.SLOW_CLIENT) == 0 && sent < 1000) {
        limited
            .server()
            .gateway()
            .eventRouter()
            .broadcast(Event.of("flood", text), Audience.all("/"));
        assertTrue(limited.bystander().text().startsWith("42[\"flood\""));
        sent++;
      }
      assertEquals(1, closed(CloseReason.SLOW_CLIENT), "after " + sent + " messages of 10 kB");
    }
  }

  @Test
  void closesAClientThatFloodsPingsAndReadsNoPong() throws Exception {
    byte[] payload = new byte[125];
    try (RawClient flood = RawClient.withSmallReceiveBuffer(limited.server().port())) {
      flood.upgrade(V4);
      flood.text();
      flood.connectNamespace();
      int sent = 0;
      try {
        while (closed(CloseReason.SLOW_CLIENT) == 0 && sent < 200_000) {
          flood.frame(0x89, payload);
          sent++;
        }
      } catch (SocketException closedMeanwhile) {
        // Which is what is wanted.
      }
      await().until(() -> closed(CloseReason.SLOW_CLIENT) == 1);
    }
  }

  private long closed(CloseReason reason) {
    return limited.server().gateway().transportCounters().closed(reason);
  }
}
