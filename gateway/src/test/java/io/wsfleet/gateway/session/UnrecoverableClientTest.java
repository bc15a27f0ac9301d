package io.wsfleet.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients beside those that can recover: they get events as they were sent. */
class UnrecoverableClientTest {
  @Test
  void sendsOffsetsOnlyToThoseThatCanUseThemAndEverythingInOrder() throws Exception {
    try (GatewayServer server = GatewayServer.start("WSFLEET_RECOVERY_WINDOW_SECONDS", "120");
        RawClient browser = RawClient.connected(server.port());
        RawClient java = RawClient.connect(server.port())) {
      java.request("GET", RawClient.V4, upgradeOf("okhttp/3.12.12"));
      java.text();
      java.send("40");
      String connected = java.text();
      assertFalse(connected.contains("pid"), connected);
      IntStream.range(0, 100).forEach(i -> send(browser, "42[\"all\"," + i + "]"));
      for (int i = 0; i < 100; i++) {
        assertEquals("42[\"all\"," + i + "]", java.text());
        String event = browser.text();
        assertTrue(event.matches("42\\[\"all\"," + i + ",\"[^\"]+\"]"), event);
      }
    }
  }

  @Test
  void sendsOffsetsToEverybodyWhereTheSettingSaysSo() throws Exception {
    try (GatewayServer server =
            GatewayServer.start(
                "WSFLEET_RECOVERY_WINDOW_SECONDS", "120", "WSFLEET_RECOVERY_OFFSETS", "always");
        RawClient java = RawClient.connect(server.port())) {
      java.request("GET", RawClient.V4, upgradeOf("okhttp/3.12.12"));
      java.text();
      java.send("40");
      assertTrue(java.text().contains("\"pid\""));
    }
  }

  @Test
  void sendsOffsetsToNobodyWhereTheSettingSaysSo() throws Exception {
    try (GatewayServer server =
            GatewayServer.start(
                "WSFLEET_RECOVERY_WINDOW_SECONDS", "120", "WSFLEET_RECOVERY_OFFSETS", "never");
        RawClient browser = RawClient.open(server.port(), RawClient.V4)) {
      browser.send("40");
      assertFalse(browser.text().contains("\"pid\""));
      browser.send("42[\"all\",1]");
      assertEquals("42[\"all\",1]", browser.text());
    }
  }

  private static String upgradeOf(String agent) {
    return RawClient.upgradeHeaders().replaceAll("User-Agent: [^\r]*", "User-Agent: " + agent);
  }

  private static void send(RawClient client, String packet) {
    try {
      client.send(packet);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
