package io.wsfleet.operator.bootstrap;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.client.GatewayStatusClient;
import io.wsfleet.operator.gateway.client.PollSchedule;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.observability.EventRecorder;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.reconcile.CertificatesStep;
import io.wsfleet.operator.reconcile.DeletionEventSource;
import io.wsfleet.operator.reconcile.EventSources;
import io.wsfleet.operator.reconcile.SecretsStep;
import io.wsfleet.operator.reconcile.UpgradeTurn;
import io.wsfleet.operator.reconcile.WebSocketClusterReconciler;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.redis.client.AclClient;
import io.wsfleet.operator.redis.client.CertificateReloader;
import io.wsfleet.operator.redis.client.FailoverExecutor;
import io.wsfleet.operator.redis.client.MonitorSettings;
import io.wsfleet.operator.redis.client.RedisMonitor;
import io.wsfleet.operator.redis.controller.FailoverController;
import io.wsfleet.operator.redis.controller.PasswordController;
import io.wsfleet.operator.redis.controller.RedisEventSource;
import io.wsfleet.operator.redis.controller.SecretGenerator;
import io.wsfleet.operator.tls.ReloadSchedule;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the parts of the operator, connects them and starts it. */
final class OperatorBootstrap {

  static final String LEASE_NAME = "wsfleet-operator";

  private static final Logger log = LoggerFactory.getLogger(OperatorBootstrap.class);
  private static final int POLL_THREADS = 8;
  private static final Duration CERTIFICATE_CHECK_INTERVAL = Duration.ofSeconds(5);

  private OperatorBootstrap() {}

  static void start(OperatorConfig config) throws IOException, InterruptedException {
    var operatorMetrics = new OperatorMetrics();
    var healthServer = HealthServer.start(config.address(), config.port(), operatorMetrics);
    var fence = new Fence(config.leaderElection(), System::nanoTime);
    var client = client(fence);
    var namespaces = new ServedNamespaces(config.namespaces(), client, config.retryInterval());
    var served = namespaces.await();
    var operator =
        new io.javaoperatorsdk.operator.Operator(
            overrider -> {
              overrider
                  .withKubernetesClient(client)
                  .withMetrics(operatorMetrics.frameworkMetrics())
                  .withConcurrentReconciliationThreads(config.reconcileThreads());
              if (config.leaderElection()) {
                overrider.withLeaderElectionConfiguration(
                    leaderElection(leaseNamespace(config, client), operatorMetrics));
              } else {
                operatorMetrics.setLeading();
              }
            });
    var controller =
        operator.register(
            reconciler(config, client, fence, operatorMetrics),
            overrider -> configure(config, served, overrider));
    if (config.leaderElection()) {
      new LeaseRelease(fence, client.getConfiguration(), leaseNamespace(config, client), LEASE_NAME)
          .registerShutdownHook();
    }
    operator.start();
    var liveness = new InformerLiveness();
    healthServer.checkLiveness(
        () ->
            liveness.failure(
                informers(controller), fence.permitsWrites(), Clock.systemUTC().instant()));
    if (!config.namespaces().isEmpty()) {
      namespaces.watch(served, fence::permitsWrites, controller::changeNamespaces);
    }
    healthServer.markReady();
    log.info(
        "wsfleet operator {} serves {}; metrics and health at {}",
        Version.TEXT,
        served.isEmpty() ? "all namespaces" : served,
        healthServer.address());
  }

  private static List<InformerLiveness.Informer> informers(RegisteredController<?> controller) {
    var informers = new ArrayList<InformerLiveness.Informer>();
    controller
        .getControllerHealthInfo()
        .informerEventSourceHealthIndicators()
        .forEach((source, indicator) -> addInformers(source, indicator, informers));
    return informers;
  }

  private static void addInformers(
      String source,
      InformerWrappingEventSourceHealthIndicator<?> indicator,
      List<InformerLiveness.Informer> informers) {
    indicator
        .informerHealthIndicators()
        .forEach(
            (namespace, informer) ->
                informers.add(
                    new InformerLiveness.Informer(
                        source + " in " + namespace, informer.isRunning(), informer.isWatching())));
  }

  private static KubernetesClient client(Fence fence) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withUserAgent("wsfleet-operator/" + Version.TEXT).build())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("fence", fence))
        .build();
  }

  private static WebSocketClusterReconciler reconciler(
      OperatorConfig config,
      KubernetesClient client,
      Fence fence,
      OperatorMetrics operatorMetrics) {
    var clock = Clock.systemUTC();
    var settings = config.reconcileSettings(leaseNamespace(config, client) + "/" + LEASE_NAME);
    var random = new SecureRandom();
    var secretGenerator = new SecretGenerator(random);
    var eventRecorder = new EventRecorder(client, instanceName(), clock);
    var redisEventSource = new RedisEventSource();
    var monitor =
        new RedisMonitor(
            MonitorSettings.DEFAULT, redisEventSource::trigger, clock, System::nanoTime);
    var failoverController =
        new FailoverController(
            monitor,
            new FailoverExecutor(monitor, fence::permitsWrites, () -> newEpoch(random)),
            operatorMetrics,
            clock);
    var passwordController =
        new PasswordController(
            new AclClient(monitor, fence::permitsWrites),
            eventRecorder,
            operatorMetrics,
            config.formerPasswordTtl(),
            secretGenerator,
            clock);
    var certificateReloader =
        new CertificateReloader(
            monitor,
            fence::permitsWrites,
            ReloadSchedule.DEFAULT,
            CERTIFICATE_CHECK_INTERVAL,
            clock);
    var upgradeTurn = new UpgradeTurn();
    var pollSchedule = new PollSchedule(config.pollInterval());
    var deletionEventSource =
        new DeletionEventSource(
            cluster -> {
              failoverController.forget(cluster);
              passwordController.forget(cluster);
              operatorMetrics.clusters().forget(cluster);
              certificateReloader.forget(cluster.namespacedName());
              upgradeTurn.release(cluster.namespacedName());
              pollSchedule.forget(cluster.namespacedName());
            });
    return new WebSocketClusterReconciler(
        settings,
        new EventSources(
            gatewayStatusClient(config, operatorMetrics),
            pollSchedule,
            redisEventSource,
            deletionEventSource,
            certificateReloader,
            clock),
        failoverController,
        new SecretsStep(
            passwordController, eventRecorder, secretGenerator, settings.mountableSecrets()),
        new CertificatesStep(certificateReloader, settings.mountableSecrets(), clock),
        passwordController,
        upgradeTurn,
        eventRecorder,
        operatorMetrics,
        clock);
  }

  private static GatewayStatusClient gatewayStatusClient(
      OperatorConfig config, OperatorMetrics operatorMetrics) {
    return new GatewayStatusClient(
        Executors.newFixedThreadPool(POLL_THREADS),
        config.pollTimeout(),
        GatewayDeployment.MANAGEMENT_PORT,
        operatorMetrics);
  }

  /** As long as the epochs that gateways begin. */
  private static String newEpoch(SecureRandom random) {
    var bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The name of the pod, if it runs in one. */
  private static String instanceName() {
    return System.getenv().getOrDefault("HOSTNAME", "wsfleet-operator");
  }

  private static void configure(
      OperatorConfig config,
      Set<String> served,
      ControllerConfigurationOverrider<WebSocketCluster> controller) {
    if (served.isEmpty()) {
      controller.watchingAllNamespaces();
    } else {
      controller.settingNamespaces(Set.copyOf(served));
    }
    controller.withGenerationAware(false).withOnUpdateFilter(OperatorBootstrap::needsReconcile);
    controller.withRetry(
        new GenericRetry()
            .withoutMaxAttempts()
            .setInitialInterval(500)
            .setIntervalMultiplier(2)
            .setMaxInterval(config.maxRetryInterval().toMillis()));
  }

  /**
   * True for a changed spec, a requested password rotation, a pause, a deletion, and a record of
   * Redis that was removed. Other changes of the status are the operator's own and trigger nothing.
   */
  private static boolean needsReconcile(WebSocketCluster now, WebSocketCluster before) {
    boolean isSpec =
        !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration());
    boolean hasLostRecord = before.redisStatus() != null && now.redisStatus() == null;
    boolean isPassword =
        !RedisSecret.requestedRotation(now).equals(RedisSecret.requestedRotation(before));
    boolean isPause = Annotations.isPaused(now) != Annotations.isPaused(before);
    return isSpec || isPause || isPassword || hasLostRecord || now.isMarkedForDeletion();
  }

  /**
   * The plain build() of the builder leaves a leader running that has lost its Lease; see
   * docs/decisions.
   */
  private static LeaderElectionConfiguration leaderElection(
      String namespace, OperatorMetrics operatorMetrics) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE_NAME)
        .withLeaseNamespace(namespace)
        .withLeaseDuration(Fence.LEASE_DURATION)
        .withLeaderCallbacks(
            new LeaderCallbacks(operatorMetrics::setLeading, () -> {}, leader -> {}))
        .buildForTest(true);
  }

  private static String leaseNamespace(OperatorConfig config, KubernetesClient client) {
    return config.leaseNamespace().isEmpty() ? client.getNamespace() : config.leaseNamespace();
  }
}
