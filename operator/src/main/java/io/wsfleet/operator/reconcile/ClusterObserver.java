package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.client.PolledGateway;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.client.FleetPods;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.status.ClusterObservation;
import io.wsfleet.operator.status.ObservationTime;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects the facts that the status is made from, out of the informers' caches. */
public final class ClusterObserver {

  private final ReconcileSettings settings;
  private final Clock clock;
  private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();

  public ClusterObserver(ReconcileSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  ClusterObservation observe(
      WebSocketCluster cluster,
      CurrentRevisions current,
      FailoverPlan failoverPlan,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    var gatewayStatuses = context.getSecondaryResources(PolledGateway.class);
    return new ClusterObservation(
        cluster,
        time(),
        current.gateways().revision(),
        current.redis().revision(),
        Annotations.isPaused(cluster),
        failoverPlan.record(),
        failoverPlan.message(),
        resources.list(Deployment.class),
        resources.list(Service.class),
        FleetPods.list(context),
        gatewayStatuses.stream()
            .collect(Collectors.toMap(PolledGateway::pod, PolledGateway::connections)),
        gatewayStatuses.stream()
            .collect(Collectors.toMap(PolledGateway::pod, PolledGateway::heartbeatsFrom)),
        resources.failures(),
        settings.nodeAddress());
  }

  private ObservationTime time() {
    var now = clock.instant();
    var began = since.updateAndGet(before -> before == null ? now : before);
    return new ObservationTime(now, began == null ? now : began, settings.progressDeadline());
  }
}
