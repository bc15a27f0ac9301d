package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTermBuilder;
import java.util.List;
import java.util.Map;

/**
 * Over which nodes and zones the pods of a fleet are spread. All of it is a preference: a fleet on
 * one node, or on one that is left, still starts.
 */
public final class Placement {

  private static final String NODE = "kubernetes.io/hostname";
  private static final String ZONE = "topology.kubernetes.io/zone";

  private Placement() {}

  /** As many pods of the selector on each node, and in each zone. */
  public static List<TopologySpreadConstraint> spread(LabelSelector selector) {
    return List.of(spread(NODE, selector), spread(ZONE, selector));
  }

  public static LabelSelector selector(Map<String, String> labels) {
    return new LabelSelectorBuilder().withMatchLabels(labels).build();
  }

  /**
   * Away from the pods of the selector: from their nodes with this weight, and from their zones
   * with half of it. A spread constraint alone is one score among several, which free memory or an
   * image that is there already may outweigh.
   */
  public static List<WeightedPodAffinityTerm> awayFrom(LabelSelector selector, int weight) {
    return List.of(awayFrom(NODE, selector, weight), awayFrom(ZONE, selector, weight / 2));
  }

  private static TopologySpreadConstraint spread(String topologyKey, LabelSelector selector) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(topologyKey)
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withLabelSelector(selector)
        .build();
  }

  private static WeightedPodAffinityTerm awayFrom(
      String topologyKey, LabelSelector selector, int weight) {
    return new WeightedPodAffinityTermBuilder()
        .withWeight(weight)
        .withNewPodAffinityTerm()
        .withTopologyKey(topologyKey)
        .withLabelSelector(selector)
        .endPodAffinityTerm()
        .build();
  }
}
