package io.wsfleet.operator;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Owned;
import io.wsfleet.operator.status.News;
import io.wsfleet.operator.status.StatusReport;
import java.time.Clock;
import java.util.List;

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
  private final Clock clock;

  WebSocketClusterReconciler(
      OperatorConfig config, Sources sources, Fleet fleet, Events events, Clock clock) {
    this.config = config;
    this.sources = sources;
    this.fleet = fleet;
    this.events = events;
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
    var status = StatusReport.of(seen, former, clock.instant());
    events.tell(cluster, News.between(former, status));
    var update =
        status.equals(former)
            ? UpdateControl.<WebSocketCluster>noUpdate()
            : UpdateControl.patchStatus(cluster.reporting(status));
    return seen.refusals().isEmpty() ? update : update.rescheduleAfter(config.retry());
  }
}
