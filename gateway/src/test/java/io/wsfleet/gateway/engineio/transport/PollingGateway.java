package io.wsfleet.gateway.engineio.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway for each test of long polling. After the test it must have no connection left. */
final class PollingGateway implements BeforeEachCallback, AfterEachCallback {
  private GatewayServer server;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_RECOVERY_WINDOW_SECONDS", "0",
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_CORS_ORIGINS", "http://a.example",
            "WSFLEET_PROTOCOL_COOKIE", "io",
            "WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", "100000",
            "WSFLEET_LIMITS_HANDSHAKE_SECONDS", "2",
            "WSFLEET_LIMITS_MESSAGE_SECONDS", "1",
            "WSFLEET_LIMITS_OUTBOUND_BYTES", "300000");
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    server.gateway().connections().closers(CloseReason.SHUTTING_DOWN).forEach(Runnable::run);
    await().until(() -> server.gateway().connections().size() == 0);
    assertEquals(0, server.gateway().hub().size());
    server.close();
  }

  GatewayServer server() {
    return server;
  }
}
