package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.gateway.rollout.RevisionState;
import io.wsfleet.operator.gateway.rollout.Rollout;
import io.wsfleet.operator.gateway.rollout.RolloutPlan;
import io.wsfleet.operator.kube.Labels;
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

  public static Revisions plan(int desired, String current, List<Deployment> deployments) {
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
            .map(Revisions::state)
            .findFirst()
            .orElse(new RevisionState(current, 0, 0));
    var rolloutPlan =
        Rollout.plan(desired, revisionState, former.stream().map(Revisions::state).toList());
    return new Revisions(rolloutPlan.replicas(), remaining(rolloutPlan, former));
  }

  private static List<Former> remaining(RolloutPlan rolloutPlan, List<Deployment> former) {
    return former.stream()
        .filter(d -> rolloutPlan.former().containsKey(revision(d)))
        .map(d -> new Former(d, rolloutPlan.former().getOrDefault(revision(d), 0)))
        .toList();
  }

  private static RevisionState state(Deployment deployment) {
    var status = deployment.getStatus();
    var available = status == null ? null : status.getAvailableReplicas();
    return new RevisionState(
        revision(deployment),
        deployment.getSpec().getReplicas(),
        available == null ? 0 : available);
  }

  private static String revision(Deployment deployment) {
    return Labels.value(deployment, Labels.REVISION);
  }
}
