package io.wsfleet.operator.reconcile;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.kube.Ownership;
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

  private final ReconcileSettings settings;
  private final EventSources eventSources;
  private final FailoverController failoverController;
  private final SecretsStep secretsStep;
  private final CertificatesStep certificatesStep;
  private final PasswordController passwordController;
  private final ResourceReconciler resourceReconciler;
  private final ClusterObserver clusterObserver;
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
      EventRecorder eventRecorder,
      OperatorMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.eventSources = eventSources;
    this.failoverController = failoverController;
    this.secretsStep = secretsStep;
    this.certificatesStep = certificatesStep;
    this.passwordController = passwordController;
    this.resourceReconciler = new ResourceReconciler(settings);
    this.clusterObserver = new ClusterObserver(settings);
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
    var failover = failOver(cluster, context);
    var resources = new OwnedResources(cluster, context);
    var secrets = secretsStep.ensure(cluster, resources, context);
    var certificates = certificatesStep.read(cluster, resources);
    updateRedisAccess(cluster, secrets, certificates, context);
    var redis = failover.or(() -> failOver(cluster, context)).orElseGet(() -> noPassword(cluster));
    var rotationRecheck = rotatePasswords(cluster, secrets, redis, context);
    certificatesStep.reload(cluster, certificates, resources, context);
    var revision = resourceReconciler.apply(cluster, secrets, redis, resources, context);
    metrics.recordApply(resources.writeCount(), resources.failures());
    var observation = clusterObserver.observe(cluster, revision, redis, resources, context);
    return report(cluster, observation, redis.rescheduleAfter(), rotationRecheck);
  }

  /** A failover that is under way does not wait until the retry of what has failed after it. */
  @Override
  public ErrorStatusUpdateControl<WebSocketCluster> updateErrorStatus(
      WebSocketCluster cluster, Context<WebSocketCluster> context, Exception failure) {
    if (!failoverController.isUnderWay(cluster)) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    log.warn("{}: {}; the failover continues", cluster.namespacedName(), failure.toString());
    return ErrorStatusUpdateControl.<WebSocketCluster>noStatusUpdate()
        .withNoRetry()
        .rescheduleAfter(FailoverTimeouts.RECHECK_DELAY);
  }

  /** Empty as long as the passwords and certificates of this cluster have not been read. */
  private Optional<FailoverPlan> failOver(
      WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var revision = resourceReconciler.redis(cluster).revision();
    return failoverController.reconcile(cluster, revision, context);
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
    return secrets.passwords().isEmpty() || redis.isUnderWay()
        ? null
        : passwordController.rotate(cluster, secrets.passwords().get(), context);
  }

  private UpdateControl<WebSocketCluster> report(
      WebSocketCluster cluster, ClusterObservation observation, @Nullable Duration... rechecks) {
    var former = cluster.getStatus();
    var status = StatusReport.of(observation, former, clock.instant());
    eventRecorder.record(cluster, StatusEvent.diff(former, status));
    updateMetrics(cluster, status, observation);
    var update =
        former != null && status.withoutRedis().equals(former.withoutRedis())
            ? UpdateControl.<WebSocketCluster>noUpdate()
            : UpdateControl.patchStatus(cluster.statusPatch(status.withoutRedis()));
    return Stream.concat(
            Arrays.stream(rechecks),
            Stream.of(retryInterval(observation), secretPollInterval(cluster)))
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

  private @Nullable Duration retryInterval(ClusterObservation observation) {
    return observation.applyFailures().isEmpty() ? null : settings.retryInterval();
  }

  private static @Nullable Duration secretPollInterval(WebSocketCluster cluster) {
    return TlsSecret.isEnabled(cluster) ? SECRET_POLL_INTERVAL : null;
  }
}
