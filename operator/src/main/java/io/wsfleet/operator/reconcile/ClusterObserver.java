package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.client.PolledGateway;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.status.ClusterObservation;
import java.util.List;
import java.util.stream.Collectors;

/** Collects the facts that the status is made from, out of the informers' caches. */
public final class ClusterObserver {

  private final ReconcileSettings settings;

  public ClusterObserver(ReconcileSettings settings) {
    this.settings = settings;
  }

  /**
   * @param revision of the gateways that the spec asks for
   */
  ClusterObservation observe(
      WebSocketCluster cluster,
      String revision,
      FailoverPlan failoverPlan,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    var gatewayStatuses = context.getSecondaryResources(PolledGateway.class);
    return new ClusterObservation(
        cluster,
        revision,
        failoverPlan.record(),
        failoverPlan.message(),
        resources.list(Deployment.class),
        resources.list(Service.class),
        List.copyOf(context.getSecondaryResources(Pod.class)),
        gatewayStatuses.stream()
            .collect(Collectors.toMap(PolledGateway::pod, PolledGateway::connections)),
        gatewayStatuses.stream()
            .collect(Collectors.toMap(PolledGateway::pod, PolledGateway::heartbeatsFrom)),
        resources.failures(),
        settings.nodeAddress());
  }
}
