package io.wsfleet.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodOwnershipTest {

  private static final WebSocketCluster CLUSTER = ExampleClusters.reference();
  private static final Deployment MASTER = deployment("chat-redis-master", 1, CLUSTER);
  private static final ReplicaSet MASTER_SET = replicaSet("chat-redis-master-6f7", 2, MASTER);

  @Test
  void aPodOfADeploymentOfTheClusterIsOurs() {
    assertOwner(Ownership.OURS, redis(3, MASTER_SET));
    var gateways = deployment("chat-gateway-abc", 1, CLUSTER);
    var gatewaySet = replicaSet("chat-gateway-abc-5d9", 2, gateways);
    assertOwner(
        Ownership.OURS, pod(3, Labels.GATEWAY, gatewaySet), List.of(gateways), List.of(gatewaySet));
  }

  @Test
  void aCopyOfTheLabelsIsForeign() {
    assertOwner(Ownership.FOREIGN, redis(3, null));
  }

  @Test
  void aPodOfAnotherControllerIsForeign() {
    var other = replicaSet("chat-redis-master-6f7", 2, MASTER);
    other.setKind("StatefulSet");
    assertOwner(Ownership.FOREIGN, redis(3, other));
  }

  @Test
  void aPodOfAnotherDeploymentWithTheSameLabelsIsForeign() {
    var debug = deployment("chat-redis-master-debug", 1, null);
    var set = replicaSet("chat-redis-master-debug-77c", 2, debug);
    assertOwner(Ownership.FOREIGN, redis(3, set), List.of(MASTER, debug), List.of(MASTER_SET, set));
    var unlabelled = replicaSet("frontend-77c", 2, deployment("frontend", 1, null));
    assertOwner(
        Ownership.FOREIGN, redis(3, unlabelled), List.of(MASTER), List.of(MASTER_SET, unlabelled));
  }

  @Test
  void aReplicaSetOfSomebodyElseUnderAFittingNameIsForeign() {
    var other = replicaSet("chat-redis-master-evil", 2, deployment("evil", 1, null));
    assertOwner(Ownership.FOREIGN, redis(3, other), List.of(MASTER), List.of(MASTER_SET, other));
  }

  @Test
  void aPodThatClaimsAnOwnerWhichIsAnotherOneIsForeign() {
    var claimed = replicaSet("chat-redis-master-6f7", 2, MASTER);
    claimed.getMetadata().setUid("guessed");
    assertOwner(Ownership.FOREIGN, redis(3, claimed));
  }

  @Test
  void aPodOfAForeignDeploymentWithTheNameThatTheOperatorWantsIsForeign() {
    var taken = deployment("chat-redis-master", 1, null);
    var set = replicaSet("chat-redis-master-6f7", 2, taken);
    assertOwner(Ownership.FOREIGN, redis(3, set), List.of(taken), List.of(set));
  }

  /** The master hands its role over while it terminates. */
  @Test
  void aPodStaysOursWhenItsDeploymentIsDeletedByHand() {
    var pod = redis(3, MASTER_SET);
    assertOwner(Ownership.OURS, pod, List.of(), List.of(MASTER_SET));
    assertOwner(Ownership.OURS, pod, List.of(), List.of());
    var again = deployment("chat-redis-master", 4, CLUSTER);
    again.getMetadata().setUid("another");
    assertOwner(Ownership.OURS, pod, List.of(again), List.of(MASTER_SET));
    var setAgain = replicaSet("chat-redis-master-6f7", 5, again);
    setAgain.getMetadata().setUid("another set");
    assertOwner(Ownership.OURS, pod, List.of(again), List.of(setAgain));
  }

  @Test
  void aPodStaysOursUntilItsOrphanedReplicaSetIsAdopted() {
    var orphan = replicaSet("chat-redis-master-6f7", 2, null);
    assertOwner(Ownership.OURS, redis(3, orphan), List.of(), List.of(orphan));
    assertOwner(Ownership.OURS, redis(3, orphan), List.of(MASTER), List.of(orphan));
  }

  @Test
  void aPodOfADeletedClusterOfTheSameNameIsNotOurs() {
    var former = ExampleClusters.reference();
    former.getMetadata().setUid("former");
    var deployment = deployment("chat-redis-master", 1, former);
    var set = replicaSet("chat-redis-master-6f7", 2, deployment);
    assertOwner(Ownership.FORMER_RESOURCE, redis(3, set), List.of(deployment), List.of(set));
  }

  private static void assertOwner(Ownership expected, Pod pod) {
    assertOwner(expected, pod, List.of(MASTER), List.of(MASTER_SET));
  }

  private static void assertOwner(
      Ownership expected, Pod pod, List<Deployment> deployments, List<ReplicaSet> replicaSets) {
    assertEquals(
        expected, new PodOwnership(CLUSTER, deployments.stream(), replicaSets.stream()).of(pod));
  }

  private static Pod redis(int createdAt, @Nullable HasMetadata owner) {
    return pod(createdAt, Labels.REDIS_MASTER, owner);
  }

  private static Pod pod(int createdAt, String component, @Nullable HasMetadata owner) {
    var metadata = metadata("pod", createdAt, owner);
    metadata
        .addToLabels(Labels.CLUSTER, "chat")
        .addToLabels(Labels.COMPONENT, component)
        .addToLabels(Labels.REVISION, "abc");
    return new PodBuilder().withMetadata(metadata.build()).build();
  }

  private static Deployment deployment(String name, int createdAt, @Nullable HasMetadata owner) {
    return new DeploymentBuilder().withMetadata(metadata(name, createdAt, owner).build()).build();
  }

  private static ReplicaSet replicaSet(String name, int createdAt, @Nullable HasMetadata owner) {
    return new ReplicaSetBuilder().withMetadata(metadata(name, createdAt, owner).build()).build();
  }

  private static ObjectMetaBuilder metadata(
      String name, int createdAt, @Nullable HasMetadata owner) {
    var metadata =
        new ObjectMetaBuilder()
            .withName(name)
            .withUid("uid of " + name)
            .withCreationTimestamp("2026-01-01T00:00:0%dZ".formatted(createdAt));
    if (owner != null) {
      metadata
          .addNewOwnerReference()
          .withKind(owner.getKind())
          .withName(owner.getMetadata().getName())
          .withUid(owner.getMetadata().getUid())
          .withController(true)
          .endOwnerReference();
    }
    return metadata;
  }
}
