package io.wsfleet.gateway.engineio.server;

import static io.wsfleet.testing.RawClient.V4;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import org.junit.jupiter.api.Test;

/** The heartbeat that the official test suites ask for. */
class ShortHeartbeatTest {
  @Test
  void pingsAndTimesOutToTheMillisecondsOfItsSettings() throws Exception {
    try (GatewayServer server =
            GatewayServer.start(
                "WSFLEET_PROTOCOL_PING_INTERVAL_MILLIS",
                "300",
                "WSFLEET_PROTOCOL_PING_TIMEOUT_MILLIS",
                "200");
        RawClient client = RawClient.connect(server.port())) {
      client.upgrade(V4);
      long start = System.nanoTime();
      String open = client.text();
      assertTrue(open.contains("\"pingInterval\":300,\"pingTimeout\":200,"), open);
      for (int i = 1; i <= 3; i++) {
        assertEquals("2", client.text());
        assertBetween(i * 300, i * 300 + 250, start);
        client.send("3");
      }
      assertEquals("2", client.text());
      assertEquals(1005, client.closeStatus());
      assertBetween(1400, 1900, start);
    }
  }

  private static void assertBetween(long least, long most, long startNanos) {
    long millis = (System.nanoTime() - startNanos) / 1_000_000;
    assertTrue(millis >= least - 50 && millis <= most, "after " + millis + " ms");
  }
}
