package io.wsfleet.gateway.engineio.transport;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A gateway with low limits for each test, and a client that must be unaffected after it. After the
 * test the gateway must have no connection, socket or room left.
 */
final class LimitedGateway implements BeforeEachCallback, AfterEachCallback {
  private GatewayServer server;
  private Bystander bystander;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", "2000000",
            "WSFLEET_LIMITS_CONNECT_SECONDS", "1",
            "WSFLEET_LIMITS_MESSAGE_SECONDS", "1",
            "WSFLEET_LIMITS_MESSAGE_FRAMES", "100",
            "WSFLEET_LIMITS_CONNECTIONS", "40",
            "WSFLEET_LIMITS_OUTBOUND_BYTES", "300000",
            "WSFLEET_LIMITS_SEND_BUFFER_BYTES", "65536");
    bystander = Bystander.connected(server.port());
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    bystander.assertUnaffectedAndClose();
    server.awaitNoClients();
    server.close();
  }

  GatewayServer server() {
    return server;
  }

  RawClient bystander() {
    return bystander.client();
  }
}
