package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisResourcesTest {

  @Test
  void createsTheObjectsThatTheArchitectureLists() {
    assertEquals(
        List.of(
            "Secret/chat-redis",
            "Secret/chat-redis-acl",
            "Deployment/chat-redis-master",
            "Service/chat-redis-master",
            "Deployment/chat-redis-replica",
            "Service/chat-redis-replica",
            "PodDisruptionBudget/chat-redis"),
        names(ExampleClusters.reference()));
  }

  @Test
  void oneBudgetCoversEveryPodThatMayBeMaster() {
    var budget =
        ExampleRedis.find(
            ExampleClusters.chat("redis: {replicas: 1}"), PodDisruptionBudget.class, "chat-redis");
    assertEquals(1, budget.getSpec().getMaxUnavailable().getIntVal());
    var selector = budget.getSpec().getSelector();
    assertEquals(Map.of(Labels.CLUSTER, "chat"), selector.getMatchLabels());
    var component = selector.getMatchExpressions().get(0);
    assertEquals(1, selector.getMatchExpressions().size());
    assertEquals(Labels.COMPONENT, component.getKey());
    assertEquals("In", component.getOperator());
    assertEquals(List.of(Labels.REDIS_MASTER, Labels.REDIS_REPLICA), component.getValues());
  }

  @Test
  void withoutReplicasThereIsNeitherDeploymentNorService() {
    assertEquals(
        List.of(
            "Secret/chat-redis",
            "Secret/chat-redis-acl",
            "Deployment/chat-redis-master",
            "Service/chat-redis-master"),
        names(ExampleClusters.chat("redis: {replicas: 0}")));
  }

  /** Its pod is to go only once it has handed its role over. */
  @Test
  void theMasterDeploymentCanBeLeftOut() {
    var cluster = ExampleClusters.reference();
    assertTrue(
        RedisResources.desired(
                cluster,
                new CurrentRedis(ExampleClusters.redis(cluster), List.of()),
                ExampleClusters.password(cluster),
                ExampleClusters.acl(cluster),
                false)
            .stream()
            .noneMatch(
                o ->
                    o instanceof Deployment
                        && o.getMetadata().getName().equals("chat-redis-master")));
  }

  @Test
  void theServicesSelectByRoleAndNotByDeployment() {
    assertEquals(
        Map.of(Labels.CLUSTER, "chat", "wsfleet.io/redis-role", "master"),
        service("chat-redis-master").getSpec().getSelector());
    assertEquals(
        Map.of(Labels.CLUSTER, "chat", "wsfleet.io/redis-readable", "true"),
        service("chat-redis-replica").getSpec().getSelector());
  }

  private static Service service(String name) {
    return ExampleRedis.find(ExampleClusters.reference(), Service.class, name);
  }

  private static List<String> names(WebSocketCluster cluster) {
    return ExampleRedis.desired(cluster).stream()
        .map(o -> o.getKind() + "/" + o.getMetadata().getName())
        .toList();
  }
}
