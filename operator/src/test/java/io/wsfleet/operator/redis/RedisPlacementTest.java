package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.wsfleet.operator.kube.Labels;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RedisPlacementTest {

  private static final List<String> BOTH = List.of(Labels.REDIS_MASTER, Labels.REDIS_REPLICA);

  @Test
  void oneConstraintIsOverThePodsOfBothDeployments() {
    var constraints = pod("chat-redis-master").getTopologySpreadConstraints();
    assertEquals(constraints, pod("chat-redis-replica").getTopologySpreadConstraints());
    for (var constraint : constraints) {
      var selector = constraint.getLabelSelector();
      assertEquals(Map.of(Labels.CLUSTER, "chat"), selector.getMatchLabels());
      assertEquals(BOTH, selector.getMatchExpressions().get(0).getValues());
    }
    assertEquals(
        List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
        constraints.stream().map(TopologySpreadConstraint::getTopologyKey).toList());
  }

  /** One node has to be enough. */
  @Test
  void everyConstraintIsAPreference() {
    for (var name : ExampleRedis.DEPLOYMENTS) {
      for (var constraint : pod(name).getTopologySpreadConstraints()) {
        assertEquals("ScheduleAnyway", constraint.getWhenUnsatisfiable());
      }
      assertEquals(
          List.of(),
          pod(name)
              .getAffinity()
              .getPodAntiAffinity()
              .getRequiredDuringSchedulingIgnoredDuringExecution());
    }
  }

  @Test
  void masterAndReplicaAvoidEachOtherMoreThanReplicasDo() {
    assertEquals(
        Map.of(
            "redis-replica on hostname", 100,
            "redis-replica on zone", 50,
            "redis-master on hostname", 50,
            "redis-master on zone", 25),
        weights("chat-redis-master"));
    assertEquals(
        Map.of(
            "redis-master on hostname", 100,
            "redis-master on zone", 50,
            "redis-replica on hostname", 50,
            "redis-replica on zone", 25),
        weights("chat-redis-replica"));
  }

  @Test
  void aPodOfALostNodeIsReplacedSoon() {
    for (var name : ExampleRedis.DEPLOYMENTS) {
      assertEquals(
          Map.of("node.kubernetes.io/not-ready", 30L, "node.kubernetes.io/unreachable", 30L),
          pod(name).getTolerations().stream()
              .collect(Collectors.toMap(t -> t.getKey(), t -> t.getTolerationSeconds())));
    }
  }

  private static Map<String, Integer> weights(String deployment) {
    return pod(deployment)
        .getAffinity()
        .getPodAntiAffinity()
        .getPreferredDuringSchedulingIgnoredDuringExecution()
        .stream()
        .collect(
            Collectors.toMap(
                t ->
                    t.getPodAffinityTerm().getLabelSelector().getMatchLabels().get(Labels.COMPONENT)
                        + " on "
                        + t.getPodAffinityTerm().getTopologyKey().replaceFirst(".*/", ""),
                t -> t.getWeight()));
  }

  private static PodSpec pod(String deployment) {
    return ExampleRedis.deployment(deployment).getSpec().getTemplate().getSpec();
  }
}
