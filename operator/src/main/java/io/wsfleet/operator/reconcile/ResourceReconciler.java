package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.bootstrap.OperatorConfig;
import io.wsfleet.operator.gateway.ApiToken;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.gateway.Revisions;
import io.wsfleet.operator.gateway.client.GatewayStatus;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.OwnedResources;
import io.wsfleet.operator.observability.EventRecorder;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.redis.RedisDeployments;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.RedisRollout;
import io.wsfleet.operator.redis.client.CertificateReloader;
import io.wsfleet.operator.redis.client.RedisAccess;
import io.wsfleet.operator.redis.controller.FailoverController;
import io.wsfleet.operator.redis.controller.PasswordController;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.status.ClusterObservation;
import io.wsfleet.operator.status.StatusEvent;
import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.operator.tls.TlsSecret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings about what the pure packages decide, and says what is there afterwards. */
public final class ResourceReconciler {

  private static final int SECRET_BYTES = 32;
  private static final Duration SECRET_POLL_INTERVAL = Duration.ofSeconds(15);

  /**
   * @param rescheduleAfter when to look again though nothing tells to; null for not at all
   */
  record ObservedState(ClusterObservation observation, @Nullable Duration rescheduleAfter) {

    private ObservedState rescheduledWithin(@Nullable Duration delay) {
      boolean isSooner =
          delay != null && (rescheduleAfter == null || delay.compareTo(rescheduleAfter) < 0);
      return isSooner ? new ObservedState(observation, delay) : this;
    }
  }

  private final OperatorConfig config;
  private final EventRecorder eventRecorder;
  private final OperatorMetrics operatorMetrics;
  private final FailoverController failoverController;
  private final PasswordController passwordController;
  private final CertificateReloader certificateReloader;
  private final SecureRandom random;
  private final Clock clock;

  public ResourceReconciler(
      OperatorConfig config,
      EventRecorder eventRecorder,
      OperatorMetrics operatorMetrics,
      FailoverController failoverController,
      PasswordController passwordController,
      CertificateReloader certificateReloader,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.eventRecorder = eventRecorder;
    this.operatorMetrics = operatorMetrics;
    this.failoverController = failoverController;
    this.passwordController = passwordController;
    this.certificateReloader = certificateReloader;
    this.random = random;
    this.clock = clock;
  }

  /** Redis' master comes first: without one nothing that is said reaches anybody. */
  ObservedState reconcile(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var ownedResources = new OwnedResources(cluster, context);
    var token = ensureApiToken(cluster, ownedResources, context);
    var passwordSecrets = passwordController.ensureSecrets(cluster, ownedResources, context);
    if (passwordSecrets.isEmpty()) {
      operatorMetrics.recordApply(ownedResources.writeCount(), ownedResources.failures());
      var failoverPlan =
          new FailoverPlan(cluster.redisStatus(), List.of(), "There is no password.", null);
      return observe(cluster, "", failoverPlan, ownedResources, context);
    }
    var redis =
        new RedisDeployments(
            cluster, orDefault(cluster.effectiveSpec().redis().image(), config.redisImage()));
    var passwordsToTry = passwordSecrets.get().passwordSet().all();
    var tls = readCertificates(cluster, ownedResources);
    var failoverPlan =
        failoverController.reconcile(
            cluster,
            redis.revision(),
            new RedisAccess(RedisResources.PORT, () -> passwordsToTry, tls),
            context);
    var rotationRecheck = passwordController.rotate(cluster, passwordSecrets.get(), context);
    reloadCertificates(cluster, tls, ownedResources, context);
    var revision =
        reconcile(
            cluster, passwordSecrets.get(), token, redis, failoverPlan, ownedResources, context);
    operatorMetrics.recordApply(ownedResources.writeCount(), ownedResources.failures());
    return observe(cluster, revision, failoverPlan, ownedResources, context)
        .rescheduledWithin(rotationRecheck);
  }

  /** What the Secret of spec.tls says; null where there is to be no TLS. */
  private @Nullable Certificates readCertificates(
      WebSocketCluster cluster, OwnedResources ownedResources) {
    if (!TlsSecret.isEnabled(cluster)) {
      return null;
    }
    var name = TlsSecret.name(cluster);
    var secret = ownedResources.readUnowned(TlsSecret.reference(cluster));
    if (secret.isEmpty()) {
      ownedResources.addFailure(ApplyFailure.certificateUnusable(name, "is not there"));
      return Certificates.NONE;
    }
    try {
      var read = TlsSecret.parse(secret.get());
      var problem = read.problem(clock.instant());
      if (problem != null) {
        ownedResources.addFailure(ApplyFailure.certificateUnusable(name, problem));
      }
      return read;
    } catch (TlsSecret.InvalidSecretException e) {
      ownedResources.addFailure(
          ApplyFailure.certificateUnusable(name, String.valueOf(e.getMessage())));
      return Certificates.NONE;
    }
  }

  private void reloadCertificates(
      WebSocketCluster cluster,
      @Nullable Certificates tls,
      OwnedResources ownedResources,
      Context<WebSocketCluster> context) {
    if (tls == null) {
      return;
    }
    var name = FailoverController.namespacedName(cluster);
    certificateReloader.update(
        name, FailoverController.redisPods(context), RedisResources.PORT, tls);
    certificateReloader
        .overdue(name)
        .forEach(
            (pod, why) ->
                ownedResources.addFailure(
                    ApplyFailure.certificateNotServed(pod, TlsSecret.name(cluster), why)));
  }

  /** The Secret with the API's token, as far as it is the operator's. */
  private Optional<Secret> ensureApiToken(
      WebSocketCluster cluster, OwnedResources ownedResources, Context<WebSocketCluster> context) {
    if (ApiToken.isUserProvided(cluster)) {
      if (ownedResources
          .readUnowned(ApiToken.reference(cluster))
          .filter(ApiToken::hasToken)
          .isEmpty()) {
        ownedResources.addFailure(
            ApplyFailure.tokenMissing(ApiToken.secretName(cluster), ApiToken.KEY));
      }
      return Optional.empty();
    }
    return ownedResources
        .findOrCreate(
            ApiToken.metadataOnly(cluster),
            () ->
                createSecret(
                    ApiToken.create(cluster, randomBytes()),
                    "a token for the HTTP API",
                    cluster,
                    context))
        .map(found -> ApiToken.restoreMetadata(cluster, found));
  }

  private String reconcile(
      WebSocketCluster cluster,
      PasswordController.PasswordSecrets passwordSecrets,
      Optional<Secret> token,
      RedisDeployments redis,
      FailoverPlan failoverPlan,
      OwnedResources ownedResources,
      Context<WebSocketCluster> context) {
    var spec = cluster.effectiveSpec();
    var gateways =
        new GatewayDeployment(cluster, orDefault(spec.gateway().image(), config.gatewayImage()));
    var revisions =
        Revisions.plan(
            spec.gateway().replicas(), gateways.revision(), gatewayDeployments(ownedResources));
    var desired = new ArrayList<HasMetadata>();
    desired.add(GatewayResources.serviceAccount(cluster));
    token.ifPresent(desired::add);
    var master = masterDeployment(cluster, ownedResources);
    boolean reachesMaster =
        RedisRollout.mayApplyMaster(
            master,
            redis.revision(),
            RedisPods.running(context.getSecondaryResourcesAsStream(Pod.class)),
            failoverPlan.record());
    desired.addAll(
        RedisResources.desired(
            cluster,
            redis,
            passwordSecrets.passwordSecret(),
            passwordSecrets.aclSecret(),
            reachesMaster));
    desired.addAll(GatewayResources.desired(gateways, revisions.replicas()));
    ownedResources.apply(desired);
    revisions.former().forEach(f -> ownedResources.scale(f.deployment(), f.replicas()));
    revisions.former().forEach(f -> desired.add(f.deployment()));
    master.ifPresent(desired::add);
    ownedResources.prune(desired);
    return gateways.revision();
  }

  private static Optional<Deployment> masterDeployment(
      WebSocketCluster cluster, OwnedResources ownedResources) {
    return ownedResources.list(Deployment.class).stream()
        .filter(d -> d.getMetadata().getName().equals(RedisResources.masterName(cluster)))
        .findFirst();
  }

  private static List<Deployment> gatewayDeployments(OwnedResources ownedResources) {
    return ownedResources.list(Deployment.class).stream()
        .filter(d -> Labels.value(d, Labels.COMPONENT).equals(Labels.GATEWAY))
        .toList();
  }

  private ObservedState observe(
      WebSocketCluster cluster,
      String revision,
      FailoverPlan failoverPlan,
      OwnedResources ownedResources,
      Context<WebSocketCluster> context) {
    var gatewayStatuses = context.getSecondaryResources(GatewayStatus.class);
    var clusterObservation =
        new ClusterObservation(
            cluster,
            revision,
            failoverPlan.record(),
            failoverPlan.message(),
            ownedResources.list(Deployment.class),
            ownedResources.list(Service.class),
            List.copyOf(context.getSecondaryResources(Pod.class)),
            gatewayStatuses.stream()
                .collect(Collectors.toMap(GatewayStatus::pod, GatewayStatus::connections)),
            gatewayStatuses.stream()
                .collect(Collectors.toMap(GatewayStatus::pod, GatewayStatus::heartbeatsFrom)),
            ownedResources.failures(),
            config.nodeAddress());
    return new ObservedState(clusterObservation, rescheduleAfter(cluster, failoverPlan));
  }

  /** A Secret of somebody else has no label by which it could be watched. */
  private static @Nullable Duration rescheduleAfter(
      WebSocketCluster cluster, FailoverPlan failoverPlan) {
    var secretPoll = TlsSecret.isEnabled(cluster) ? SECRET_POLL_INTERVAL : null;
    return Stream.of(failoverPlan.rescheduleAfter(), secretPoll)
        .flatMap(Stream::ofNullable)
        .min(Duration::compareTo)
        .orElse(null);
  }

  private Secret createSecret(
      Secret secret, String what, WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var created = context.resourceOperations().create(secret);
    eventRecorder.record(
        cluster, List.of(StatusEvent.secretCreated(what, created.getMetadata().getName())));
    return created;
  }

  private byte[] randomBytes() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String orDefault(@Nullable String image, String fallback) {
    return image == null ? fallback : image;
  }
}
