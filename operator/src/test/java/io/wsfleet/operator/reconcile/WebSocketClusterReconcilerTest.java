package io.wsfleet.operator.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.gateway.client.GatewayStatusClient;
import io.wsfleet.operator.gateway.client.PollSchedule;
import io.wsfleet.operator.kube.AllowedImages;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.MountableSecrets;
import io.wsfleet.operator.observability.EventRecorder;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.redis.client.AclClient;
import io.wsfleet.operator.redis.client.CertificateReloader;
import io.wsfleet.operator.redis.client.FailoverExecutor;
import io.wsfleet.operator.redis.client.MonitorSettings;
import io.wsfleet.operator.redis.client.RedisAccess;
import io.wsfleet.operator.redis.client.RedisMonitor;
import io.wsfleet.operator.redis.controller.FailoverController;
import io.wsfleet.operator.redis.controller.PasswordController;
import io.wsfleet.operator.redis.controller.RedisEventSource;
import io.wsfleet.operator.redis.controller.SecretGenerator;
import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import io.wsfleet.operator.tls.ReloadSchedule;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The order of the steps, before an API server that keeps one WebSocketCluster, writes down each
 * request, and answers requests for Secrets late or with an error. Its Redis has lost its master.
 */
class WebSocketClusterReconcilerTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String STATUS_PATCH = "PATCH websocketclusters/chat/status";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Semaphore secretReplies = new Semaphore(0);
  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final OperatorMetrics metrics = new OperatorMetrics();
  private List<Pod> pods = List.of();
  private volatile WebSocketCluster stored = clusterWithLostMaster();
  private int attempts;
  private HttpServer server;
  private KubernetesClient client;
  private RedisMonitor monitor;
  private FailoverController failoverController;
  private WebSocketClusterReconciler reconciler;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.66.2.3", 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
    var address = server.getAddress();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl(
                        "http://%s:%d".formatted(address.getHostString(), address.getPort()))
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    monitor =
        new RedisMonitor(
            MonitorSettings.DEFAULT, cluster -> {}, Clock.systemUTC(), System::nanoTime);
    failoverController =
        new FailoverController(
            monitor,
            new FailoverExecutor(monitor, () -> true, () -> "epoch"),
            metrics,
            Clock.systemUTC());
    reconciler = reconciler();
  }

  @AfterEach
  void stop() {
    secretReplies.release(1000);
    monitor.close();
    client.close();
    server.stop(0);
  }

  @Test
  void failsOverWhileARequestForASecretIsNotAnswered() throws Exception {
    failoverController.updateAccess(stored, access(), context());
    var reconcile = new Thread(() -> assertThrows(RuntimeException.class, this::reconcile));
    reconcile.start();
    await().atMost(LONG).until(() -> requests.stream().anyMatch(r -> r.contains("secrets")));
    assertEquals(RedisPhase.Electing, recorded().phase());
    assertEquals(6, recorded().term());
    assertTrue(reconcile.isAlive(), "it waits for the Secret");
    secretReplies.release(1000);
    reconcile.join(LONG.toMillis());
  }

  @Test
  void recordsAnElectionBeforeTheFirstRequestForASecret() {
    secretReplies.release(1000);
    failoverController.updateAccess(stored, access(), context());
    assertThrows(KubernetesClientException.class, this::reconcile);
    assertEquals(
        List.of("GET websocketclusters/chat", STATUS_PATCH, "GET secrets/chat-api"),
        requests.subList(0, 3));
  }

  @Test
  void continuesTheFailoverSoonAfterARequestForASecretHasFailed() {
    secretReplies.release(1000);
    failoverController.updateAccess(stored, access(), context());
    var failure = assertThrows(KubernetesClientException.class, this::reconcile);
    var control = reconciler.updateErrorStatus(stored, context(), failure);
    assertEquals(
        FailoverTimeouts.RECHECK_DELAY.toMillis(), control.getScheduleDelay().orElseThrow());
    assertTrue(control.isNoRetry());
  }

  /** Nobody has read the passwords yet, so that no Redis could be connected to. */
  @Test
  void readsTheSecretsFirstAfterTheOperatorHasStarted() {
    secretReplies.release(1000);
    var failure = assertThrows(KubernetesClientException.class, this::reconcile);
    assertEquals("GET secrets/chat-api", requests.get(0));
    assertFalse(requests.contains(STATUS_PATCH));
    assertTrue(reconciler.updateErrorStatus(stored, context(), failure).isDefaultErrorProcessing());
  }

  @Test
  void saysWhatTheApiServerRepliesAgainAndAgain() {
    secretReplies.release(1000);
    var failure = assertThrows(KubernetesClientException.class, this::reconcile);
    attempts = 2;
    assertTrue(reconciler.updateErrorStatus(stored, context(), failure).isDefaultErrorProcessing());
    attempts = 3;
    var control = reconciler.updateErrorStatus(stored, context(), failure);
    var status = control.getResource().orElseThrow().getStatus();
    var degraded = Objects.requireNonNull(status).condition("Degraded").orElseThrow();
    assertTrue(degraded.holds());
    assertTrue(degraded.message().endsWith("no Secrets today"), degraded.message());
  }

  /** Its address is that of no Redis: a connection would fail, and be seen in the requests. */
  @Test
  void connectsToNoPodThatOnlyHasTheLabels() {
    secretReplies.release(1000);
    pods =
        List.of(
            new PodBuilder()
                .withNewMetadata()
                .withName("copy")
                .withNamespace("default")
                .addToLabels(Labels.CLUSTER, "chat")
                .addToLabels(Labels.COMPONENT, Labels.REDIS_MASTER)
                .addToLabels(Labels.REDIS_ROLE, "master")
                .endMetadata()
                .withNewStatus()
                .withPodIP("127.66.2.4")
                .endStatus()
                .build());
    failoverController.updateAccess(stored, access(), context());
    assertEquals(Map.of(), monitor.observe("default/chat"));
    assertThrows(KubernetesClientException.class, this::reconcile);
    assertEquals(Map.of(), monitor.observe("default/chat"));
    assertTrue(
        requests.contains("PATCH pods/copy"),
        "it is no longer selected as the master: " + requests);
  }

  private void reconcile() {
    reconciler.reconcile(stored, context());
  }

  private RedisStatus recorded() {
    return Objects.requireNonNull(stored.redisStatus());
  }

  private static RedisAccess access() {
    return new RedisAccess(6379, () -> List.of("s3cret"));
  }

  private static WebSocketCluster clusterWithLostMaster() {
    var cluster = ExampleClusters.chat("redis: {replicas: 1}");
    cluster.getMetadata().setResourceVersion("1");
    cluster.setStatus(
        WebSocketClusterStatus.ofRedis(
            RedisStatus.builder()
                .term(5)
                .phase(RedisPhase.Serving, Instant.parse("2026-01-01T00:00:00Z"))
                .master(new RedisMember("chat-redis-master-1", "run-1"))
                .history("history")
                .minInSyncReplicas(1)
                .members(List.of(new RedisMember("chat-redis-replica-1", "run-2")))
                .build()));
    return cluster;
  }

  private WebSocketClusterReconciler reconciler() {
    var clock = Clock.systemUTC();
    var mountableSecrets = new MountableSecrets(true);
    var eventRecorder = new EventRecorder(client, "test", clock);
    var secretGenerator = new SecretGenerator(new SecureRandom());
    var passwordController =
        new PasswordController(
            new AclClient(monitor, () -> true),
            eventRecorder,
            metrics,
            Duration.ZERO,
            secretGenerator,
            clock);
    var certificateReloader =
        new CertificateReloader(monitor, () -> true, ReloadSchedule.DEFAULT, LONG, clock);
    return new WebSocketClusterReconciler(
        new ReconcileSettings(
            "gateway",
            "redis",
            "",
            LONG,
            LONG,
            UpgradePolicy.OnSpecChange,
            "system/one",
            new AllowedImages(List.of()),
            mountableSecrets),
        new EventSources(
            new GatewayStatusClient(Executors.newCachedThreadPool(), LONG, 9000, metrics),
            new PollSchedule(LONG),
            new RedisEventSource(),
            new DeletionEventSource(cluster -> {}),
            certificateReloader,
            clock),
        failoverController,
        new SecretsStep(passwordController, eventRecorder, secretGenerator, mountableSecrets),
        new CertificatesStep(certificateReloader, mountableSecrets, clock),
        passwordController,
        new UpgradeTurn(),
        eventRecorder,
        metrics,
        clock);
  }

  /** Its informers have no Deployment, no Secret and no gateway. */
  @SuppressWarnings("unchecked")
  private Context<WebSocketCluster> context() {
    return (Context<WebSocketCluster>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getClient" -> client;
                  case "getRetryInfo" -> Optional.of(retryInfo());
                  case "getPrimaryResource" -> stored;
                  case "getSecondaryResources" -> Set.of();
                  case "getSecondaryResourcesAsStream" ->
                      arguments[0] == Pod.class ? pods.stream() : Stream.of();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private RetryInfo retryInfo() {
    return new RetryInfo() {
      @Override
      public int getAttemptCount() {
        return attempts;
      }

      @Override
      public boolean isLastAttempt() {
        return false;
      }
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().replaceFirst(".*/namespaces/default/", "");
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(exchange.getRequestMethod() + " " + path);
    if (path.startsWith("secrets")) {
      secretReplies.acquireUninterruptibly();
      reply(exchange, 500, "{\"kind\":\"Status\",\"code\":500,\"message\":\"no Secrets today\"}");
    } else if (path.equals("websocketclusters/chat")) {
      reply(exchange, 200, serialization.asJson(stored));
    } else if (path.equals("websocketclusters/chat/status")) {
      var patched = serialization.clone(stored);
      patched.setStatus(serialization.unmarshal(body, WebSocketCluster.class).getStatus());
      stored = patched;
      reply(exchange, 200, serialization.asJson(stored));
    } else if (path.equals("pods/copy")) {
      reply(exchange, 200, serialization.asJson(pods.get(0)));
    } else {
      reply(exchange, 404, "{\"kind\":\"Status\",\"code\":404}");
    }
  }

  private static void reply(HttpExchange exchange, int code, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
