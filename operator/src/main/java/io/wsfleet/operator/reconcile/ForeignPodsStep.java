package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Pods;
import io.wsfleet.operator.kube.client.FleetPods;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.failover.PodRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pods of somebody else that have the labels of a WebSocketCluster. The operator connects to none
 * of them. It reports them, and removes the role labels from them: a gateway sends its password to
 * whatever the Services of Redis select.
 */
final class ForeignPodsStep {

  private static final Logger log = LoggerFactory.getLogger(ForeignPodsStep.class);

  private ForeignPodsStep() {}

  static void run(
      WebSocketCluster cluster, OwnedResources resources, Context<WebSocketCluster> context) {
    FleetPods.foreign(context).stream()
        .filter(pod -> !Pods.isTerminating(pod))
        .forEach(
            pod -> {
              resources.addFailure(ApplyFailure.foreignPod(pod.getMetadata().getName()));
              if (RedisPods.hasRole(pod)) {
                removeRole(cluster, pod, context);
              }
            });
  }

  private static void removeRole(
      WebSocketCluster cluster, Pod pod, Context<WebSocketCluster> context) {
    var name = pod.getMetadata().getName();
    try {
      context
          .getClient()
          .resource(pod)
          .patch(PatchContext.of(PatchType.JSON_MERGE), RedisPods.labelPatch(PodRole.NONE));
      log.warn(
          "{}: removed the Redis role labels of the foreign pod {}",
          cluster.namespacedName(),
          name);
    } catch (KubernetesClientException e) {
      log.warn("{}: pod {}: {}", cluster.namespacedName(), name, e.getMessage());
    }
  }
}
