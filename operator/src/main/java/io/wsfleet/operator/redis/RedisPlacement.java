package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * On which nodes the Redis pods of a fleet run: each on its own node and in its own zone, if
 * possible. Where there are too few nodes, replicas rather share one with each other than with the
 * master: if the master's node is lost, all replicas take part in the election.
 */
final class RedisPlacement {

  private static final int APART_FROM_THE_OTHER_COMPONENT = 100;
  private static final int APART_FROM_THE_SAME_COMPONENT = 50;

  /**
   * After that time on a lost node a pod is replaced; Kubernetes waits for 300 seconds by default.
   * With fewer replicas than before, the next failure may be one too many.
   */
  private static final long LOST_NODE_SECONDS = 30;

  private RedisPlacement() {}

  /**
   * One constraint over the pods of both Deployments: each by itself could choose the same node.
   */
  static List<TopologySpreadConstraint> spread(String cluster) {
    return Placement.spread(redis(cluster));
  }

  static Affinity affinity(String cluster, String component) {
    var terms =
        new ArrayList<>(
            Placement.awayFrom(
                Placement.selector(Labels.selector(cluster, other(component))),
                APART_FROM_THE_OTHER_COMPONENT));
    terms.addAll(
        Placement.awayFrom(
            Placement.selector(Labels.selector(cluster, component)),
            APART_FROM_THE_SAME_COMPONENT));
    return new AffinityBuilder()
        .withNewPodAntiAffinity()
        .withPreferredDuringSchedulingIgnoredDuringExecution(terms)
        .endPodAntiAffinity()
        .build();
  }

  static List<Toleration> tolerations() {
    return Stream.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
        .map(
            taint ->
                new TolerationBuilder()
                    .withKey(taint)
                    .withOperator("Exists")
                    .withEffect("NoExecute")
                    .withTolerationSeconds(LOST_NODE_SECONDS)
                    .build())
        .toList();
  }

  /** Selects the Redis pods of both Deployments. */
  static LabelSelector redis(String cluster) {
    return new LabelSelectorBuilder()
        .addToMatchLabels(Labels.CLUSTER, cluster)
        .addNewMatchExpression()
        .withKey(Labels.COMPONENT)
        .withOperator("In")
        .withValues(Labels.REDIS_MASTER, Labels.REDIS_REPLICA)
        .endMatchExpression()
        .build();
  }

  private static String other(String component) {
    return component.equals(Labels.REDIS_MASTER) ? Labels.REDIS_REPLICA : Labels.REDIS_MASTER;
  }
}
