package io.wsfleet.operator.bootstrap;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real client before an API server that takes everything, and a clock that the test turns. */
class FenceTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
  private final AtomicInteger leaseAnswer = new AtomicInteger(200);
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.66.2.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          arrived.add(
              exchange.getRequestMethod() + " " + path.substring(path.lastIndexOf('/') + 1));
          exchange.getRequestBody().readAllBytes();
          var body = "{}".getBytes();
          exchange.sendResponseHeaders(
              path.contains("leases") ? leaseAnswer.get() : 200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void blocksWritesBeforeTheLeaseIsHeld() {
    try (var client = client(true)) {
      assertThrows(Fence.LeaseExpiredException.class, () -> write(client));
      assertEquals(List.of(), arrived);
    }
  }

  @Test
  void allowsWritesWhileTheLeaseIsHeld() {
    try (var client = client(true)) {
      renew(client);
      pass(Duration.ofSeconds(14));
      assertDoesNotThrow(() -> write(client));
    }
  }

  @Test
  void aSuspendedLeaderWritesNothingWhenItContinues() {
    try (var client = client(true)) {
      renew(client);
      pass(Duration.ofSeconds(60));
      assertThrows(Fence.LeaseExpiredException.class, () -> write(client));
      assertEquals(List.of("PUT wsfleet-operator"), arrived);
    }
  }

  @Test
  void aRefusedRenewalDoesNotExtendTheLease() {
    try (var client = client(true)) {
      leaseAnswer.set(409);
      assertThrows(KubernetesClientException.class, () -> renew(client));
      assertThrows(Fence.LeaseExpiredException.class, () -> write(client));
    }
  }

  @Test
  void alwaysAllowsReads() {
    try (var client = client(true)) {
      assertDoesNotThrow(() -> client.configMaps().inNamespace("x").withName("y").get());
    }
  }

  @Test
  void aClosedFenceBlocksRenewalsToo() {
    var fence = new Fence(true, now::get);
    try (var client = client(fence)) {
      renew(client);
      assertTrue(fence.close(), "the Lease was held");
      assertThrows(Fence.LeaseExpiredException.class, () -> renew(client));
      assertThrows(Fence.LeaseExpiredException.class, () -> write(client));
      assertFalse(fence.close(), "once is enough");
      assertEquals(List.of("PUT wsfleet-operator"), arrived);
    }
  }

  @Test
  void blocksCommandsToRedisUnlessTheLeaseIsHeld() {
    var fence = new Fence(true, now::get);
    assertFalse(fence.permitsWrites(), "before the Lease is held");
    try (var client = client(fence)) {
      renew(client);
      pass(Duration.ofSeconds(15).minusNanos(1));
      assertTrue(fence.permitsWrites(), "while it is held");
      pass(Duration.ofNanos(1));
      assertFalse(fence.permitsWrites(), "once it is over");
      renew(client);
      assertTrue(fence.permitsWrites(), "when it is held again");
      fence.close();
      assertFalse(fence.permitsWrites(), "when the operator is about to end");
    }
  }

  @Test
  void withoutLeaderElectionItAllowsCommandsToRedisUntilItIsClosed() {
    var fence = new Fence(false, now::get);
    assertTrue(fence.permitsWrites());
    fence.close();
    assertFalse(fence.permitsWrites());
  }

  @Test
  void withoutLeaderElectionItAllowsEveryWrite() {
    try (var client = client(false)) {
      assertDoesNotThrow(() -> write(client));
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private KubernetesClient client(boolean fenced) {
    return client(new Fence(fenced, now::get));
  }

  private KubernetesClient client(Fence fence) {
    var address = server.getAddress();
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withMasterUrl("http://%s:%d".formatted(address.getHostString(), address.getPort()))
                .withRequestRetryBackoffLimit(0)
                .build())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("fence", fence))
        .build();
  }

  private static void renew(KubernetesClient client) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("wsfleet-operator")
                .withNamespace("x")
                .withResourceVersion("1")
                .endMetadata()
                .build())
        .update();
  }

  private static void write(KubernetesClient client) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("y")
                .withNamespace("x")
                .endMetadata()
                .build())
        .create();
  }
}
