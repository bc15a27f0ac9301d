package io.wsfleet.operator;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.WebSocketClusterStatus;
import io.wsfleet.operator.kube.Owned;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.status.News;
import io.wsfleet.operator.status.Observation;
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
    fieldManager = Owned.FIELD_MANAGER,
    informer = @Informer)
final class WebSocketClusterReconciler implements Reconciler<WebSocketCluster> {

  private final OperatorConfig config;
  private final Sources sources;
  private final Fleet fleet;
  private final Events events;
  private final FleetMetrics metrics;
  private final Clock clock;

  WebSocketClusterReconciler(
      OperatorConfig config,
      Sources sources,
      Fleet fleet,
      Events events,
      FleetMetrics metrics,
      Clock clock) {
    this.config = config;
    this.sources = sources;
    this.fleet = fleet;
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WebSocketCluster>> prepareEventSources(
      EventSourceContext<WebSocketCluster> context) {
    return sources.of(context);
  }

  @Override
  public UpdateControl<WebSocketCluster> reconcile(
      WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var seen = fleet.bringAbout(cluster, context);
    var former = cluster.getStatus();
    var status = StatusReport.of(seen.fleet(), former, clock.instant());
    events.tell(cluster, News.between(former, status));
    measure(cluster, status, seen.fleet());
    var update =
        former != null && status.withoutRecord().equals(former.withoutRecord())
            ? UpdateControl.<WebSocketCluster>noUpdate()
            : UpdateControl.patchStatus(cluster.reporting(status.withoutRecord()));
    return lookAgain(seen).map(update::rescheduleAfter).orElse(update);
  }

  private void measure(WebSocketCluster cluster, WebSocketClusterStatus status, Observation seen) {
    var redis = RedisPods.running(seen.pods().stream());
    long inSync = redis.stream().filter(RedisPods::isInSync).count();
    metrics.saw(cluster, status, redis.size(), (int) inSync);
  }

  private Optional<Duration> lookAgain(Fleet.Seen seen) {
    var refused = seen.fleet().refusals().isEmpty() ? null : config.retry();
    return Stream.of(refused, seen.lookAgain()).filter(Objects::nonNull).min(Duration::compareTo);
  }
}
