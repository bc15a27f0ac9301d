package io.wsfleet.operator.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before an API server that answers each namespace with a code of its own. */
class ServedNamespacesTest {

  private static final String LIST =
      "{\"apiVersion\":\"wsfleet.io/v1alpha1\",\"kind\":\"WebSocketClusterList\",\"items\":[]}";

  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.66.5.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          var path = exchange.getRequestURI().getPath();
          int code = codes.getOrDefault(path.replaceFirst(".*/namespaces/([^/]*)/.*", "$1"), 200);
          var text =
              code == 200
                  ? LIST
                  : "{\"kind\":\"Status\",\"code\":%d,\"message\":\"no\"}".formatted(code);
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, text.length());
            exchange.getResponseBody().write(text.getBytes(UTF_8));
          }
        });
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.66.5.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void aNamespaceThatCannotBeReadDoesNotKeepItFromTheOthers() throws Exception {
    codes.put("gone", 403);
    assertEquals(Set.of("default", "shop"), namespaces("default", "gone", "shop").await());
  }

  @Test
  void allNamespacesAreNone() throws Exception {
    assertEquals(Set.of(), namespaces().await());
  }

  @Test
  void waitsUntilTheApiServerAnswersAndOneNamespaceCanBeRead() throws Exception {
    codes.put("default", 503);
    var found = new LinkedBlockingQueue<Set<String>>();
    var waiting = new Thread(() -> addTo(found));
    waiting.start();
    awaitRequests(3);
    codes.put("default", 403);
    awaitRequests(3);
    assertTrue(found.isEmpty());
    codes.remove("default");
    assertEquals(Set.of("default"), found.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void aLeaderFollowsWhatCanBeRead() throws Exception {
    codes.put("shop", 403);
    var isLeading = new AtomicBoolean();
    var changes = new LinkedBlockingQueue<Set<String>>();
    var namespaces = namespaces("default", "shop");
    var watch = namespaces.watch(namespaces.await(), isLeading::get, changes::add);
    try {
      codes.remove("shop");
      awaitRequests(6);
      assertTrue(changes.isEmpty(), "it does not lead");
      isLeading.set(true);
      assertEquals(Set.of("default", "shop"), changes.poll(10, TimeUnit.SECONDS));
      codes.put("default", 403);
      assertEquals(Set.of("shop"), changes.poll(10, TimeUnit.SECONDS));
      codes.put("shop", 403);
      awaitRequests(6);
      assertTrue(changes.isEmpty(), "nothing to serve is no reason to stop");
    } finally {
      watch.shutdownNow();
    }
  }

  private void addTo(LinkedBlockingQueue<Set<String>> found) {
    try {
      found.add(namespaces("default").await());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitRequests(int more) {
    int until = requests.get() + more;
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> requests.get() >= until);
  }

  private ServedNamespaces namespaces(String... names) {
    return new ServedNamespaces(Set.of(names), client, Duration.ofMillis(50));
  }
}
