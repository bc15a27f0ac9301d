package io.wsfleet.operator.kube.client;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Ownership;
import io.wsfleet.operator.kube.PodOwnership;
import java.util.List;

/** The pods of the reconciled WebSocketCluster, as the informers have them. */
public final class FleetPods {

  private FleetPods() {}

  /** Those that its Deployments have made. */
  public static List<Pod> list(Context<WebSocketCluster> context) {
    return list(context, Ownership.OURS);
  }

  /** Those of somebody else, which have the labels of this WebSocketCluster. */
  public static List<Pod> foreign(Context<WebSocketCluster> context) {
    return list(context, Ownership.FOREIGN);
  }

  private static List<Pod> list(Context<WebSocketCluster> context, Ownership ownership) {
    var pods =
        new PodOwnership(
            context.getPrimaryResource(),
            context.getSecondaryResourcesAsStream(Deployment.class),
            context.getSecondaryResourcesAsStream(ReplicaSet.class));
    return context
        .getSecondaryResourcesAsStream(Pod.class)
        .filter(pod -> pods.of(pod) == ownership)
        .toList();
  }
}
