package io.wsfleet.operator.reconcile;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.bootstrap.OperatorConfig;
import io.wsfleet.operator.kube.OwnedResources;
import io.wsfleet.operator.observability.ClusterMetrics;
import io.wsfleet.operator.observability.EventRecorder;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.status.ClusterObservation;
import io.wsfleet.operator.status.StatusEvent;
import io.wsfleet.operator.status.StatusReport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Observe, decide, apply, report: everything anew each time, and nothing where nothing differs. */
@ControllerConfiguration(
    name = "websocketcluster",
    fieldManager = OwnedResources.FIELD_MANAGER,
    informer = @Informer)
public final class WebSocketClusterReconciler implements Reconciler<WebSocketCluster> {

  private final OperatorConfig config;
  private final EventSources eventSources;
  private final ResourceReconciler resources;
  private final EventRecorder eventRecorder;
  private final ClusterMetrics metrics;
  private final Clock clock;

  public WebSocketClusterReconciler(
      OperatorConfig config,
      EventSources eventSources,
      ResourceReconciler resources,
      EventRecorder eventRecorder,
      ClusterMetrics metrics,
      Clock clock) {
    this.config = config;
    this.eventSources = eventSources;
    this.resources = resources;
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
    var observed = resources.reconcile(cluster, context);
    var former = cluster.getStatus();
    var status = StatusReport.of(observed.observation(), former, clock.instant());
    eventRecorder.record(cluster, StatusEvent.diff(former, status));
    updateMetrics(cluster, status, observed.observation());
    var update =
        former != null && status.withoutRedis().equals(former.withoutRedis())
            ? UpdateControl.<WebSocketCluster>noUpdate()
            : UpdateControl.patchStatus(cluster.statusPatch(status.withoutRedis()));
    return rescheduleAfter(observed).map(update::rescheduleAfter).orElse(update);
  }

  private void updateMetrics(
      WebSocketCluster cluster, WebSocketClusterStatus status, ClusterObservation observed) {
    var redis = RedisPods.running(observed.pods().stream());
    long inSync = redis.stream().filter(RedisPods::isInSync).count();
    metrics.update(cluster, status, redis.size(), (int) inSync);
  }

  private Optional<Duration> rescheduleAfter(ResourceReconciler.ObservedState observed) {
    var retryDelay =
        observed.observation().applyFailures().isEmpty() ? null : config.retryInterval();
    return Stream.of(retryDelay, observed.rescheduleAfter())
        .filter(Objects::nonNull)
        .min(Duration::compareTo);
  }
}
