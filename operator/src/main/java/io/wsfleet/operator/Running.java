package io.wsfleet.operator;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.client.GatewayStatusClient;
import io.wsfleet.operator.gateway.client.PollSchedule;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.redis.client.AclClient;
import io.wsfleet.operator.redis.client.CertificateReloader;
import io.wsfleet.operator.redis.client.MonitorSettings;
import io.wsfleet.operator.redis.client.RedisMonitor;
import io.wsfleet.operator.tls.Renewal;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the operator together and sets it going. */
final class Running {

  static final String LEASE = "wsfleet-operator";

  private static final Logger log = LoggerFactory.getLogger(Running.class);
  private static final int POLL_CONNECTIONS = 8;
  private static final Duration LOOK_AT_CERTIFICATES = Duration.ofSeconds(5);

  private Running() {}

  static void start(OperatorConfig config) throws IOException {
    var metrics = new Metrics();
    var health = Health.listen(config.address(), config.port(), metrics);
    var fence = new Fence(config.leaderElection(), System::nanoTime);
    var client = client(fence);
    var operator =
        new io.javaoperatorsdk.operator.Operator(
            overrider -> {
              overrider
                  .withKubernetesClient(client)
                  .withMetrics(metrics.ofTheFramework())
                  .withConcurrentReconciliationThreads(config.threads());
              if (config.leaderElection()) {
                overrider.withLeaderElectionConfiguration(
                    lease(leaseNamespace(config, client), metrics));
              } else {
                metrics.leads();
              }
            });
    operator.register(
        reconciler(config, client, fence, metrics), overrider -> configure(config, overrider));
    if (config.leaderElection()) {
      new Farewell(fence, client.getConfiguration(), leaseNamespace(config, client), LEASE)
          .whenAskedToEnd();
    }
    operator.start();
    health.ready();
    log.info(
        "wsfleet operator {} serves {}; metrics and health at {}",
        Version.TEXT,
        config.namespaces().isEmpty() ? "all namespaces" : config.namespaces(),
        health.address());
  }

  private static KubernetesClient client(Fence fence) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withUserAgent("wsfleet-operator/" + Version.TEXT).build())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("fence", fence))
        .build();
  }

  private static WebSocketClusterReconciler reconciler(
      OperatorConfig config, KubernetesClient client, Fence fence, Metrics metrics) {
    var reports =
        new GatewayStatusClient(
            Executors.newFixedThreadPool(POLL_CONNECTIONS),
            config.pollTimeout(),
            GatewayDeployment.MANAGEMENT_PORT,
            metrics);
    var pollSchedule = new PollSchedule(config.pollInterval());
    var clock = Clock.systemUTC();
    var events = new Events(client, instance(), clock);
    var random = new SecureRandom();
    var watched = new AtomicReference<@Nullable RedisNews>();
    var watch =
        new RedisMonitor(
            MonitorSettings.DEFAULT,
            cluster -> Optional.ofNullable(watched.get()).ifPresent(news -> news.of(cluster)),
            clock,
            System::nanoTime);
    var mastership = new Mastership(watch, fence::permits, () -> history(random), metrics, clock);
    var passwords =
        new Passwords(
            new AclClient(watch, fence::permits),
            events,
            metrics,
            config.formerPassword(),
            random,
            clock);
    var certificates =
        new CertificateReloader(
            watch, fence::permits, Renewal.STANDARD, LOOK_AT_CERTIFICATES, clock);
    var redis =
        new RedisNews(
            cluster -> {
              mastership.forget(cluster);
              passwords.forget(cluster);
              metrics.fleets().forget(cluster);
              certificates.forget(Mastership.name(cluster));
              pollSchedule.forget(Mastership.name(cluster));
            });
    watched.set(redis);
    return new WebSocketClusterReconciler(
        config,
        new Sources(reports, pollSchedule, redis, certificates, clock),
        new Fleet(config, events, metrics, mastership, passwords, certificates, random, clock),
        events,
        metrics.fleets(),
        clock);
  }

  /** As long as the gateways' own names of histories. */
  private static String history(SecureRandom random) {
    var bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The name of the pod, where there is one. */
  private static String instance() {
    return System.getenv().getOrDefault("HOSTNAME", "wsfleet-operator");
  }

  private static void configure(
      OperatorConfig config, ControllerConfigurationOverrider<WebSocketCluster> controller) {
    if (config.namespaces().isEmpty()) {
      controller.watchingAllNamespaces();
    } else {
      controller.settingNamespaces(Set.copyOf(config.namespaces()));
    }
    controller.withGenerationAware(false).withOnUpdateFilter(Running::isNews);
    controller.withRetry(
        new GenericRetry()
            .withoutMaxAttempts()
            .setInitialInterval(500)
            .setIntervalMultiplier(2)
            .setMaxInterval(config.longestRetry().toMillis()));
  }

  /**
   * Another spec, another wish for a password, or a record of Redis that is not as it was left:
   * what the operator writes into the status itself is no news to it, but a status that somebody
   * has wiped is.
   */
  private static boolean isNews(WebSocketCluster now, WebSocketCluster before) {
    boolean isSpec =
        !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration());
    boolean hasLostRecord = before.recorded() != null && now.recorded() == null;
    boolean isPassword =
        !RedisSecret.requestedRotation(now).equals(RedisSecret.requestedRotation(before));
    return isSpec || isPassword || hasLostRecord || now.isMarkedForDeletion();
  }

  /**
   * The builder's plain build() leaves a leader that lost its Lease running; see docs/decisions.
   */
  private static LeaderElectionConfiguration lease(String namespace, Metrics metrics) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withLeaseDuration(Fence.LEASE)
        .withLeaderCallbacks(new LeaderCallbacks(metrics::leads, () -> {}, leader -> {}))
        .buildForTest(true);
  }

  private static String leaseNamespace(OperatorConfig config, KubernetesClient client) {
    return config.leaseNamespace().isEmpty() ? client.getNamespace() : config.leaseNamespace();
  }
}
