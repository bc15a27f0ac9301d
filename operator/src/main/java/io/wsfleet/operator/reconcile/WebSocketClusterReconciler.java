package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Ownership;
import io.wsfleet.operator.kube.client.ApiErrors;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.observability.EventRecorder;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.client.RedisAccess;
import io.wsfleet.operator.redis.controller.FailoverController;
import io.wsfleet.operator.redis.controller.PasswordController;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import io.wsfleet.operator.status.ClusterObservation;
import io.wsfleet.operator.status.StatusEvent;
import io.wsfleet.operator.status.StatusReport;
import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.operator.tls.TlsSecret;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles one WebSocketCluster, in the order of {@link #reconcile}. Every reconcile decides from
 * what is observed then; nothing is written that does not differ.
 *
 * <p>The failover comes first and requests no Secret, since without a Redis master no message
 * reaches anybody. Only after the operator has started are the Secrets read before it.
 */
@ControllerConfiguration(
    name = "websocketcluster",
    fieldManager = Ownership.FIELD_MANAGER,
    informer = @Informer)
public final class WebSocketClusterReconciler implements Reconciler<WebSocketCluster> {

  private static final Logger log = LoggerFactory.getLogger(WebSocketClusterReconciler.class);

  /** The Secret of spec.tls belongs to the user and has no label by which it could be watched. */
  private static final Duration SECRET_POLL_INTERVAL = Duration.ofSeconds(15);

  /** They take about four seconds. */
  private static final int ATTEMPTS_BEFORE_REPORT = 3;

  private final ReconcileSettings settings;
  private final EventSources eventSources;
  private final FailoverController failoverController;
  private final SecretsStep secretsStep;
  private final CertificatesStep certificatesStep;
  private final PasswordController passwordController;
  private final ResourceReconciler resourceReconciler;
  private final ClusterObserver clusterObserver;
  private final UpgradeTurn upgradeTurn;
  private final OperatorClaims claims;
  private final EventRecorder eventRecorder;
  private final OperatorMetrics metrics;
  private final Clock clock;

  public WebSocketClusterReconciler(
      ReconcileSettings settings,
      EventSources eventSources,
      FailoverController failoverController,
      SecretsStep secretsStep,
      CertificatesStep certificatesStep,
      PasswordController passwordController,
      UpgradeTurn upgradeTurn,
      EventRecorder eventRecorder,
      OperatorMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.eventSources = eventSources;
    this.failoverController = failoverController;
    this.secretsStep = secretsStep;
    this.certificatesStep = certificatesStep;
    this.passwordController = passwordController;
    this.resourceReconciler = new ResourceReconciler(settings, clock);
    this.clusterObserver = new ClusterObserver(settings, clock);
    this.upgradeTurn = upgradeTurn;
    this.claims = new OperatorClaims(settings.operator());
    this.eventRecorder = eventRecorder;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WebSocketCluster>> prepareEventSources(
      EventSourceContext<WebSocketCluster> context) {
    return eventSources.create(context);
  }

  @Override
  public UpdateControl<WebSocketCluster> reconcile(
      WebSocketCluster cluster, Context<WebSocketCluster> context) {
    if (isAnothers(cluster, context)) {
      return UpdateControl.<WebSocketCluster>noUpdate().rescheduleAfter(OperatorClaims.YIELD_TIME);
    }
    var resources = new OwnedResources(cluster, context);
    var current = revisions(cluster, resources, context);
    var failover = failOver(cluster, current, context);
    ForeignPodsStep.run(cluster, resources, context);
    var secrets = secretsStep.ensure(cluster, resources, context);
    var certificates = certificatesStep.read(cluster, resources);
    updateRedisAccess(cluster, secrets, certificates, context);
    var redis =
        failover.or(() -> failOver(cluster, current, context)).orElseGet(() -> noPassword(cluster));
    var rotationRecheck = rotatePasswords(cluster, secrets, redis, context);
    certificatesStep.reload(cluster, certificates, resources, context);
    resourceReconciler.apply(cluster, current, secrets, redis, resources, context);
    failoverController.refusal(cluster).ifPresent(resources::addFailure);
    metrics.recordApply(resources.writeCount(), resources.failures());
    var observation = clusterObserver.observe(cluster, current, redis, resources, context);
    return report(cluster, current, observation, redis.rescheduleAfter(), rotationRecheck);
  }

  /** An unchanged fleet is upgraded when it is its turn. */
  private CurrentRevisions revisions(
      WebSocketCluster cluster, OwnedResources resources, Context<WebSocketCluster> context) {
    var current = resourceReconciler.revisions(cluster, false, resources, context);
    var name = cluster.namespacedName();
    if (Annotations.isPaused(cluster)) {
      upgradeTurn.release(name);
      return current;
    }
    boolean mayUpgrade =
        settings.upgradePolicy() == UpgradePolicy.Staggered
            && current.isOutdated()
            && (upgradeTurn.isHeldBy(name) || StatusReport.isSettled(cluster.getStatus()))
            && upgradeTurn.tryTake(name);
    return mayUpgrade ? resourceReconciler.revisions(cluster, true, resources, context) : current;
  }

  /** Whether another operator acts on this fleet at the moment. */
  private boolean isAnothers(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var found =
        context
            .getSecondaryResourcesAsStream(ServiceAccount.class)
            .filter(a -> Ownership.of(a, cluster) == Ownership.OURS)
            .map(a -> a.getMetadata().getAnnotations())
            .filter(Objects::nonNull)
            .map(a -> a.getOrDefault(GatewayResources.OPERATOR_ANNOTATION, ""))
            .findFirst()
            .orElse("");
    var decision = claims.decide(cluster.getMetadata().getUid(), found, clock.instant());
    if (decision == OperatorClaims.Decision.YIELD_AND_REPORT) {
      var event = StatusEvent.anotherOperator(claims.operator(), found);
      log.warn("{}: {}", cluster.namespacedName(), event.message());
      metrics.recordConflict();
      eventRecorder.record(cluster, List.of(event));
    }
    return decision != OperatorClaims.Decision.ACT;
  }

  /** A failover that is under way does not wait until the retry of what has failed after it. */
  @Override
  public ErrorStatusUpdateControl<WebSocketCluster> updateErrorStatus(
      WebSocketCluster cluster, Context<WebSocketCluster> context, Exception failure) {
    if (!failoverController.isUnderWay(cluster)) {
      return reportFailure(cluster, context, failure);
    }
    log.warn("{}: {}; the failover continues", cluster.namespacedName(), failure.toString());
    return ErrorStatusUpdateControl.<WebSocketCluster>noStatusUpdate()
        .withNoRetry()
        .rescheduleAfter(FailoverTimeouts.RECHECK_DELAY);
  }

  /** An error that comes again and again is no longer temporary, and the status says it. */
  private ErrorStatusUpdateControl<WebSocketCluster> reportFailure(
      WebSocketCluster cluster, Context<WebSocketCluster> context, Exception failure) {
    var former = cluster.getStatus();
    var attempts = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
    if (former == null
        || attempts < ATTEMPTS_BEFORE_REPORT
        || !(failure instanceof KubernetesClientException error)) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    var status =
        StatusReport.ofFailure(
            ApplyFailure.reconcileFailed(ApiErrors.message(error)), former, clock.instant());
    if (status.equals(former)) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    eventRecorder.record(cluster, StatusEvent.diff(former, status));
    metrics.recordStatusWrite();
    return ErrorStatusUpdateControl.patchStatus(cluster.statusPatch(status.withoutRedis()));
  }

  /** Empty as long as the passwords and certificates of this cluster have not been read. */
  private Optional<FailoverPlan> failOver(
      WebSocketCluster cluster, CurrentRevisions current, Context<WebSocketCluster> context) {
    return failoverController.reconcile(
        cluster,
        current.redisCluster().effectiveSpec().redis(),
        current.redis().revision(),
        context);
  }

  private void updateRedisAccess(
      WebSocketCluster cluster,
      SecretsStep.Secrets secrets,
      @Nullable Certificates certificates,
      Context<WebSocketCluster> context) {
    secrets
        .passwords()
        .map(found -> found.passwordSet().all())
        .map(all -> new RedisAccess(RedisResources.PORT, () -> all, certificates))
        .ifPresent(access -> failoverController.updateAccess(cluster, access, context));
  }

  private static FailoverPlan noPassword(WebSocketCluster cluster) {
    return new FailoverPlan(cluster.redisStatus(), List.of(), "There is no password.", null);
  }

  /** A rotation waits until Redis has a master that serves. */
  private @Nullable Duration rotatePasswords(
      WebSocketCluster cluster,
      SecretsStep.Secrets secrets,
      FailoverPlan redis,
      Context<WebSocketCluster> context) {
    return secrets.passwords().isEmpty() || redis.isUnderWay() || Annotations.isPaused(cluster)
        ? null
        : passwordController.rotate(cluster, secrets.passwords().get(), context);
  }

  private UpdateControl<WebSocketCluster> report(
      WebSocketCluster cluster,
      CurrentRevisions current,
      ClusterObservation observation,
      @Nullable Duration... rechecks) {
    var former = cluster.getStatus();
    var report = StatusReport.of(observation, former);
    var status = report.status();
    if (!current.isOutdated() && StatusReport.isSettled(status)) {
      upgradeTurn.release(cluster.namespacedName());
    }
    eventRecorder.record(cluster, StatusEvent.diff(former, status));
    updateMetrics(cluster, status, observation);
    boolean isSame = former != null && status.withoutRedis().equals(former.withoutRedis());
    if (!isSame) {
      metrics.recordStatusWrite();
    }
    var update =
        isSame
            ? UpdateControl.<WebSocketCluster>noUpdate()
            : UpdateControl.patchStatus(cluster.statusPatch(status.withoutRedis()));
    return Stream.concat(
            Arrays.stream(rechecks),
            Stream.of(
                report.recheckAfter(),
                retryInterval(current, observation),
                secretPollInterval(cluster)))
        .filter(Objects::nonNull)
        .min(Duration::compareTo)
        .map(update::rescheduleAfter)
        .orElse(update);
  }

  private void updateMetrics(
      WebSocketCluster cluster, WebSocketClusterStatus status, ClusterObservation observation) {
    var redis = RedisPods.running(observation.pods().stream());
    long inSync = redis.stream().filter(RedisPods::isInSync).count();
    metrics.clusters().update(cluster, status, redis.size(), (int) inSync);
  }

  /** Also for a fleet that waits for its turn. */
  private @Nullable Duration retryInterval(
      CurrentRevisions current, ClusterObservation observation) {
    boolean isWaiting = settings.upgradePolicy() == UpgradePolicy.Staggered && current.isOutdated();
    return observation.applyFailures().isEmpty() && !isWaiting ? null : settings.retryInterval();
  }

  private static @Nullable Duration secretPollInterval(WebSocketCluster cluster) {
    return TlsSecret.isEnabled(cluster) ? SECRET_POLL_INTERVAL : null;
  }
}
