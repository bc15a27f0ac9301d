package io.wsfleet.gateway.engineio.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.CapturedLog;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One gateway for all attacks of a class, and for each a client that must be unaffected after it.
 * After an attack nothing unexpected is logged; at the end the memory is as at the start.
 */
final class AttackedGateway
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final long SOME_MEGABYTES = 40_000_000;
  private GatewayServer server;
  private long heapBefore;
  private CapturedLog log;
  private Bystander bystander;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_NAMESPACES", "/dyn-*",
            "WSFLEET_PROTOCOL_PER_MESSAGE_DEFLATE", "true",
            "WSFLEET_LIMITS_MESSAGE_SECONDS", "1",
            "WSFLEET_LIMITS_MESSAGE_FRAMES", "100");
    RawClient.connected(server.port()).close();
    await().until(() -> server.gateway().connections().size() == 0);
    heapBefore = LeastHeap.bytes();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    server.awaitNoClients();
    long grown = LeastHeap.bytes() - heapBefore;
    server.close();
    assertTrue(grown < SOME_MEGABYTES, "the heap has grown by " + grown);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    log = CapturedLog.start();
    bystander = Bystander.connected(server.port());
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    bystander.assertUnaffectedAndClose();
    log.close();
    assertEquals(List.of(), log.warnings());
  }

  GatewayServer server() {
    return server;
  }

  RawClient bystander() {
    return bystander.client();
  }
}
