package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.kube.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisDeploymentsTest {

  @Test
  void theMasterDeploymentNeverHasASecondPod() {
    var master = ExampleRedis.deployment("chat-redis-master");
    assertEquals("Recreate", master.getSpec().getStrategy().getType());
    assertEquals(1, master.getSpec().getReplicas());
  }

  /** A label in a template would come back with each pod, whoever is master by then. */
  @Test
  void noTemplateHasARole() {
    for (var name : ExampleRedis.DEPLOYMENTS) {
      var labels = ExampleRedis.deployment(name).getSpec().getTemplate().getMetadata().getLabels();
      assertFalse(labels.containsKey(Labels.REDIS_ROLE), name);
      assertFalse(labels.containsKey(Labels.REDIS_READABLE), name);
    }
  }

  @Test
  void bothDeploymentsHaveTheSameContainer() {
    var master = ExampleRedis.deployment("chat-redis-master").getSpec().getTemplate();
    var replica = ExampleRedis.deployment("chat-redis-replica").getSpec().getTemplate();
    assertEquals(
        master.getMetadata().getLabels().get(Labels.REVISION),
        replica.getMetadata().getLabels().get(Labels.REVISION));
    assertEquals(master.getMetadata().getAnnotations(), replica.getMetadata().getAnnotations());
    assertEquals(master.getSpec().getContainers(), replica.getSpec().getContainers());
    assertEquals(master.getSpec().getVolumes(), replica.getSpec().getVolumes());
    assertEquals(master.getSpec().getReadinessGates(), replica.getSpec().getReadinessGates());
  }

  @Test
  void podsHaveTheRevisionAsALabel() {
    var cluster = ExampleClusters.reference();
    var revision = ExampleClusters.redis(cluster).revision();
    assertEquals(
        revision,
        ExampleRedis.deployment("chat-redis-master")
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getLabels()
            .get(Labels.REVISION));
    assertEquals(revision, ExampleClusters.redis(ExampleClusters.reference()).revision());
    assertNotEquals(revision, new RedisDeployments(cluster, "redis:9").revision());
  }

  /** Else more replicas would mean another revision, and a master that moves for nothing. */
  @Test
  void anotherNumberOfReplicasIsTheSameRevision() {
    assertEquals(
        ExampleClusters.redis(ExampleClusters.chat("redis: {replicas: 1}")).revision(),
        ExampleClusters.redis(ExampleClusters.chat("redis: {replicas: 4, minInSyncReplicas: 2}"))
            .revision());
  }

  @Test
  void aPodIsReadyOnlyWithTheInSyncCondition() {
    for (var name : ExampleRedis.DEPLOYMENTS) {
      assertEquals(
          List.of("wsfleet.io/redis-in-sync"),
          ExampleRedis.deployment(name)
              .getSpec()
              .getTemplate()
              .getSpec()
              .getReadinessGates()
              .stream()
              .map(PodReadinessGate::getConditionType)
              .toList());
    }
  }

  /** It asks Redis and not the label, with the password from where it is mounted. */
  @Test
  void aTerminatingMasterWaitsUntilItHasHandedOver() {
    for (var name : ExampleRedis.DEPLOYMENTS) {
      var command = ExampleRedis.redis(name).getLifecycle().getPreStop().getExec().getCommand();
      assertEquals(List.of("sh", "-c"), command.subList(0, 2));
      assertTrue(
          command.get(2).startsWith("export REDISCLI_AUTH=\"$(cat /etc/wsfleet/redis/password)\";"),
          command.get(2));
      assertTrue(command.get(2).contains("redis-cli role | grep -q ^master || exit 0"));
      assertTrue(
          ExampleRedis.deployment(name)
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getTerminationGracePeriodSeconds()
              >= 15,
          "it has to outlast the wait of 8 seconds");
    }
  }

  @Test
  void onlyTheMasterDeploymentHasAVolume() {
    var cluster = ExampleClusters.chat("redis: {replicas: 2, persistence: {fsync: Always}}");
    var claim = ExampleRedis.find(cluster, PersistentVolumeClaim.class, "chat-redis-data");
    assertEquals(List.of("ReadWriteOnce"), claim.getSpec().getAccessModes());
    assertEquals("1Gi", claim.getSpec().getResources().getRequests().get("storage").toString());
    assertNull(claim.getSpec().getStorageClassName());
    var master =
        ExampleRedis.find(cluster, Deployment.class, "chat-redis-master").getSpec().getTemplate();
    var replica =
        ExampleRedis.find(cluster, Deployment.class, "chat-redis-replica").getSpec().getTemplate();
    assertEquals("chat-redis-data", data(master).getPersistentVolumeClaim().getClaimName());
    assertEquals("1Gi", data(replica).getEmptyDir().getSizeLimit().toString());
    assertTrue(
        String.join(" ", master.getSpec().getContainers().get(0).getArgs())
            .contains("--appendonly yes --appendfsync always"));
    assertTrue(
        String.join(" ", replica.getSpec().getContainers().get(0).getArgs())
            .contains("--appendonly no"));
  }

  /** Else the master's pod would be replaced at once, and not after a hand-over. */
  @Test
  void fsyncIsPartOfEveryRevision() {
    var revisions =
        List.of("{}", "redis: {persistence: {}}", "redis: {persistence: {fsync: Always}}").stream()
            .map(ExampleClusters::chat)
            .map(c -> ExampleClusters.redis(c).revision())
            .distinct();
    assertEquals(3, revisions.count());
  }

  @Test
  void anotherPasswordReplacesNoPod() {
    var template = ExampleRedis.deployment("chat-redis-master").getSpec().getTemplate();
    assertEquals(Map.of(), template.getMetadata().getAnnotations());
    var volume = template.getSpec().getVolumes().get(0).getSecret();
    assertEquals("chat-redis-acl", volume.getSecretName());
    assertEquals(
        List.of("redis.conf", "password"),
        volume.getItems().stream().map(i -> i.getPath()).toList());
  }

  private static Volume data(PodTemplateSpec template) {
    return template.getSpec().getVolumes().stream()
        .filter(v -> v.getName().equals("data"))
        .findFirst()
        .orElseThrow();
  }
}
