package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.gateway.rollout.RevisionState;
import io.wsfleet.operator.gateway.rollout.Rollout;
import io.wsfleet.operator.gateway.rollout.RolloutPlan;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Pods;
import java.util.Comparator;
import java.util.List;

/**
 * The Deployments of the gateways, current and former, and the next size of each.
 *
 * @param replicas of the current revision
 * @param former those that still exist, with their desired number of pods
 */
public record Revisions(int replicas, List<Former> former) {

  /** A former revision that still serves. Its template stays unchanged. */
  public record Former(Deployment deployment, int replicas) {}

  public Revisions {
    former = List.copyOf(former);
  }

  /**
   * @param pods the pods of gateways
   * @param bus of the current revision
   */
  public static Revisions plan(
      int desired, String current, String bus, List<Deployment> deployments, List<Pod> pods) {
    var former =
        deployments.stream()
            .filter(d -> !revision(d).equals(current))
            .sorted(
                Comparator.comparing((Deployment d) -> d.getMetadata().getCreationTimestamp())
                    .thenComparing(d -> d.getMetadata().getName()))
            .toList();
    var revisionState =
        deployments.stream()
            .filter(d -> revision(d).equals(current))
            .map(d -> state(d, pods))
            .findFirst()
            .orElse(new RevisionState(current, 0, 0));
    var rolloutPlan =
        Rollout.plan(
            desired, revisionState, former.stream().map(d -> formerState(d, bus, pods)).toList());
    return new Revisions(rolloutPlan.replicas(), remaining(rolloutPlan, former));
  }

  private static List<Former> remaining(RolloutPlan rolloutPlan, List<Deployment> former) {
    return former.stream()
        .filter(d -> rolloutPlan.former().containsKey(revision(d)))
        .map(d -> new Former(d, rolloutPlan.former().getOrDefault(revision(d), 0)))
        .toList();
  }

  private static RevisionState formerState(Deployment deployment, String bus, List<Pod> pods) {
    var state = state(deployment, pods);
    var formerBus = GatewayDeployment.bus(deployment);
    return formerBus.isEmpty() || formerBus.equals(bus) ? state : state.disconnected();
  }

  /**
   * Only a report of the present generation counts. Even that may be made from an older report of
   * the ReplicaSet, so that no more pods count than are seen to be ready.
   */
  private static RevisionState state(Deployment deployment, List<Pod> pods) {
    var revision = revision(deployment);
    int replicas = deployment.getSpec().getReplicas();
    var own = pods.stream().filter(p -> revision(p).equals(revision)).toList();
    var status = deployment.getStatus();
    var available = status == null ? null : status.getAvailableReplicas();
    if (status == null || !Pods.isReported(deployment)) {
      return RevisionState.unreported(revision, replicas).withPods(own.size());
    }
    int ready = (int) own.stream().filter(p -> Pods.isReady(p) && !Pods.isTerminating(p)).count();
    return new RevisionState(
        revision,
        replicas,
        Math.min(ready, available == null ? 0 : available),
        available == null ? 0 : available,
        own.size(),
        true);
  }

  private static String revision(HasMetadata object) {
    return Labels.value(object, Labels.REVISION);
  }
}
