package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the status of pods and Deployments, in which any field may still be absent. */
public final class Pods {

  private Pods() {}

  public static boolean isTerminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  public static boolean isReady(Pod pod) {
    return condition(pod, "Ready").filter(c -> c.getStatus().equals("True")).isPresent();
  }

  public static Optional<PodCondition> condition(Pod pod, String type) {
    var conditions = pod.getStatus() == null ? null : pod.getStatus().getConditions();
    return Optional.ofNullable(conditions).orElse(List.of()).stream()
        .filter(c -> c.getType().equals(type))
        .findFirst();
  }

  public static int replicas(Deployment deployment) {
    return deployment.getStatus() == null ? 0 : orZero(deployment.getStatus().getReplicas());
  }

  public static int readyReplicas(Deployment deployment) {
    return deployment.getStatus() == null ? 0 : orZero(deployment.getStatus().getReadyReplicas());
  }

  /** Whether the status is of the present spec. */
  public static boolean isReported(Deployment deployment) {
    var generation = deployment.getMetadata().getGeneration();
    return deployment.getStatus() != null
        && (generation == null
            || generation.equals(deployment.getStatus().getObservedGeneration()));
  }

  /** Whether all pods have the present template and are ready, in a status of this generation. */
  public static boolean isSettled(Deployment deployment) {
    var status = deployment.getStatus();
    int wanted = deployment.getSpec().getReplicas();
    return status != null
        && isReported(deployment)
        && readyReplicas(deployment) == wanted
        && orZero(status.getUpdatedReplicas()) == wanted
        && replicas(deployment) == wanted;
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }
}
