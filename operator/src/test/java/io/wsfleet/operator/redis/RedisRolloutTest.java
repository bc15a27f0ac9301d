package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.kube.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedisRolloutTest {

  private static final Pod MASTER = pod("master", Labels.REDIS_MASTER, "old");

  @Test
  void createsTheMasterDeployment() {
    assertTrue(RedisRollout.mayApplyMaster(Optional.empty(), "new", List.of(), null));
  }

  @Test
  void appliesTheSameRevisionWhicheverPodIsMaster() {
    assertTrue(reaches("old", "old", List.of(MASTER, replica("a", "old")), serving("master")));
  }

  @Test
  void anotherRevisionWaitsWhileThePreferredPodIsMaster() {
    assertFalse(reaches("old", "new", List.of(MASTER, replica("a", "new")), serving("master")));
  }

  @Test
  void anotherRevisionIsAppliedWhenAnotherPodIsMaster() {
    assertTrue(
        reaches(
            "old", "new", List.of(MASTER, replica("a", "new"), replica("b", "new")), serving("a")));
  }

  @Test
  void waitsUntilNoReplicaIsOutdated() {
    assertFalse(
        reaches(
            "old", "new", List.of(MASTER, replica("a", "new"), replica("b", "old")), serving("a")));
  }

  @Test
  void waitsDuringAPromotion() {
    assertFalse(
        reaches(
            "old", "new", List.of(MASTER, replica("a", "new")), record(RedisPhase.Promoting, "a")));
  }

  @Test
  void waitsIfTheMasterPodDoesNotExist() {
    assertFalse(reaches("old", "new", List.of(MASTER, replica("a", "new")), serving("gone")));
  }

  @Test
  void doesNotWaitWithoutReplicas() {
    assertTrue(reaches("old", "new", List.of(MASTER), serving("master")));
  }

  @Test
  void doesNotWaitWithoutARecord() {
    assertTrue(reaches("old", "new", List.of(MASTER, replica("a", "old")), null));
  }

  private static boolean reaches(
      String present, String revision, List<Pod> pods, @Nullable RedisStatus record) {
    return RedisRollout.mayApplyMaster(Optional.of(deployment(present)), revision, pods, record);
  }

  private static Deployment deployment(String revision) {
    return new DeploymentBuilder()
        .withNewSpec()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels(Labels.REVISION, revision)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Pod replica(String name, String revision) {
    return pod(name, Labels.REDIS_REPLICA, revision);
  }

  private static Pod pod(String name, String component, String revision) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(Labels.COMPONENT, component)
        .addToLabels(Labels.REVISION, revision)
        .endMetadata()
        .build();
  }

  private static RedisStatus serving(String master) {
    return record(RedisPhase.Serving, master);
  }

  private static RedisStatus record(RedisPhase phase, String master) {
    return RedisStatus.builder()
        .term(1)
        .phase(phase, Instant.EPOCH)
        .master(new RedisMember(master, "run"))
        .minInSyncReplicas(1)
        .build();
  }
}
