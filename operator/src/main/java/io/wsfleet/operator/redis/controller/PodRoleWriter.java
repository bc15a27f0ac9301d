package io.wsfleet.operator.redis.controller;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.client.StepFailedException;
import io.wsfleet.operator.redis.failover.FailoverStep.UpdatePod;
import io.wsfleet.operator.redis.failover.PodRole;
import java.time.Clock;
import java.util.function.UnaryOperator;

/**
 * Writes the role of a Redis pod to the API server: its labels and its readiness condition. Each
 * write goes into the informer's cache too, from which the next iteration reads it.
 */
final class PodRoleWriter {

  private final Clock clock;

  PodRoleWriter(Clock clock) {
    this.clock = clock;
  }

  void write(UpdatePod step, Context<WebSocketCluster> context) throws StepFailedException {
    var node = step.node();
    var pod = CachedPods.find(node.pod(), context);
    if (pod.isEmpty()) {
      return;
    }
    try {
      writeLabels(pod.get(), node.podRole(), step.podRole(), context);
      writeCondition(pod.get(), node.podRole(), step.podRole(), context);
    } catch (KubernetesClientException e) {
      throw new StepFailedException("Pod %s: %s".formatted(node.pod(), e.getMessage()), e);
    }
  }

  private static void writeLabels(
      Pod pod, PodRole before, PodRole now, Context<WebSocketCluster> context) {
    if (before.role() == now.role() && before.readable() == now.readable()) {
      return;
    }
    var patch = RedisPods.labelPatch(now);
    patch(
        pod,
        p -> context.getClient().resource(p).patch(PatchContext.of(PatchType.JSON_MERGE), patch),
        context);
  }

  private void writeCondition(
      Pod pod, PodRole before, PodRole now, Context<WebSocketCluster> context) {
    if (before.inSync() == now.inSync()) {
      return;
    }
    var condition = RedisPods.condition(now, clock.instant());
    patch(
        pod,
        p ->
            context
                .getClient()
                .resource(p)
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), condition),
        context);
  }

  private static void patch(Pod pod, UnaryOperator<Pod> patch, Context<WebSocketCluster> context) {
    context.resourceOperations().resourcePatch(pod, patch);
  }
}
