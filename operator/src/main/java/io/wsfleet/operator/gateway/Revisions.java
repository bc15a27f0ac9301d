package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.gateway.rollout.Plan;
import io.wsfleet.operator.gateway.rollout.Rollout;
import io.wsfleet.operator.gateway.rollout.Seen;
import io.wsfleet.operator.kube.Labels;
import java.util.Comparator;
import java.util.List;

/**
 * The Deployments of the gateways, current and former, and what becomes of each in this step.
 *
 * @param replicas of the current revision
 * @param former those that are still needed, with the number of pods that each ought to have
 */
public record Revisions(int replicas, List<Former> former) {

  /** A former revision that still serves. Its template stays as it is. */
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
    var seen =
        deployments.stream()
            .filter(d -> revision(d).equals(current))
            .map(Revisions::seen)
            .findFirst()
            .orElse(new Seen(current, 0, 0));
    var plan = Rollout.plan(desired, seen, former.stream().map(Revisions::seen).toList());
    return new Revisions(plan.replicas(), kept(plan, former));
  }

  private static List<Former> kept(Plan plan, List<Deployment> former) {
    return former.stream()
        .filter(d -> plan.former().containsKey(revision(d)))
        .map(d -> new Former(d, plan.former().getOrDefault(revision(d), 0)))
        .toList();
  }

  private static Seen seen(Deployment deployment) {
    var status = deployment.getStatus();
    var available = status == null ? null : status.getAvailableReplicas();
    return new Seen(
        revision(deployment),
        deployment.getSpec().getReplicas(),
        available == null ? 0 : available);
  }

  private static String revision(Deployment deployment) {
    return Labels.value(deployment, Labels.REVISION);
  }
}
