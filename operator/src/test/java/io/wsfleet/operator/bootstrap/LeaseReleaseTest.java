package io.wsfleet.operator.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real client before an API server that has one Lease, and remembers how it was changed. */
class LeaseReleaseTest {

  private static final String LEASE =
      """
      {"apiVersion":"coordination.k8s.io/v1","kind":"Lease",
       "metadata":{"name":"wsfleet-operator","namespace":"x","resourceVersion":"7"},
       "spec":{"holderIdentity":"operator-1","leaseDurationSeconds":15,"leaseTransitions":3}}
      """;

  private final AtomicLong now = new AtomicLong();
  private final Fence fence = new Fence(true, now::get);
  private final List<Map<?, ?>> written = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.66.2.2", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          boolean write = !exchange.getRequestMethod().equals("GET");
          if (write) {
            written.add(new ObjectMapper().readValue(body, Map.class));
          }
          var bytes = LEASE.getBytes(UTF_8);
          exchange.sendResponseHeaders(write ? answer : 200, bytes.length);
          try (exchange) {
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aLeaderReleasesItsLease() {
    lead();
    farewell().release();
    assertEquals(1, written.size());
    var lease = written.get(0);
    assertEquals("", ((Map<?, ?>) lease.get("spec")).get("holderIdentity"));
    assertEquals(3, ((Map<?, ?>) lease.get("spec")).get("leaseTransitions"));
    assertEquals("7", ((Map<?, ?>) lease.get("metadata")).get("resourceVersion"));
  }

  @Test
  void aStandbyDoesNotChangeTheLease() {
    farewell().release();
    assertEquals(List.of(), written);
  }

  @Test
  void doesNotChangeALeaseThatWasAcquiredByAnother() {
    lead();
    answer = 409;
    farewell().release();
    assertEquals(1, written.size(), "asked once, and not again");
  }

  private void lead() {
    try (var client =
        new KubernetesClientBuilder()
            .withConfig(config().build())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("fence", fence))
            .build()) {
      var lease = new KubernetesSerialization().unmarshal(LEASE, Lease.class);
      client.resource(lease).update();
    }
    assertEquals(1, written.size());
    written.clear();
  }

  private LeaseRelease farewell() {
    return new LeaseRelease(fence, config().build(), "x", "wsfleet-operator");
  }

  private ConfigBuilder config() {
    var address = server.getAddress();
    return new ConfigBuilder()
        .withMasterUrl("http://%s:%d".formatted(address.getHostString(), address.getPort()))
        .withRequestRetryBackoffLimit(0);
  }
}
