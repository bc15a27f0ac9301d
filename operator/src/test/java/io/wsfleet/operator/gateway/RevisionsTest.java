package io.wsfleet.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.operator.gateway.Revisions.Former;
import io.wsfleet.operator.kube.Labels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RevisionsTest {

  @Test
  void keepsTheDeploymentOfAFormerRevisionThatServes() {
    var old = deployment("old", 3, 3, 0);
    var revisions = plan(3, "new", List.of(old));
    assertEquals(1, revisions.replicas());
    assertEquals(List.of(new Former(old, 3)), revisions.former());
  }

  @Test
  void deletesTheDeploymentOfAFormerRevisionWithoutPods() {
    var revisions = plan(3, "new", List.of(deployment("old", 0, 0, 0), deployment("new", 3, 3, 1)));
    assertEquals(new Revisions(3, List.of()), revisions);
  }

  @Test
  void shrinksTheOldestFirst() {
    var older = deployment("older", 2, 2, 1);
    var old = deployment("old", 2, 2, 2);
    var revisions = plan(4, "new", List.of(old, deployment("new", 1, 1, 3), older));
    assertEquals(List.of(new Former(older, 1), new Former(old, 2)), revisions.former());
  }

  @Test
  void usesTheDeploymentOfARevisionThatComesBack() {
    var bad = deployment("bad", 1, 0, 2);
    var revisions = plan(3, "good", List.of(deployment("good", 3, 3, 1), bad));
    assertEquals(new Revisions(3, List.of(new Former(bad, 0))), revisions);
  }

  @Test
  void aDeploymentWithoutAStatusServesNobody() {
    var old = deployment("old", 3, 3, 0);
    var started = new DeploymentBuilder(deployment("new", 1, 1, 1)).withStatus(null).build();
    assertEquals(List.of(new Former(old, 3)), plan(3, "new", List.of(old, started)).former());
  }

  @Test
  void aStatusOfAFormerSpecDoesNotCount() {
    var stale =
        new DeploymentBuilder(deployment("a", 4, 4, 1))
            .editMetadata()
            .withGeneration(7L)
            .endMetadata()
            .editStatus()
            .withObservedGeneration(6L)
            .endStatus()
            .build();
    var b = deployment("b", 1, 1, 2);
    assertEquals(new Revisions(4, List.of(new Former(b, 1))), plan(4, "a", List.of(stale, b)));
  }

  /** The status of a Deployment may be made from an older one of its ReplicaSet. */
  @Test
  void noMorePodsServeThanAreSeenToBeReady() {
    var a = deployment("a", 4, 4, 1);
    var b = deployment("b", 1, 1, 2);
    var pods = Stream.of(pod("a", true), pod("a", true), pod("a", true), pod("b", true)).toList();
    assertEquals(
        new Revisions(4, List.of(new Former(b, 1))),
        Revisions.plan(4, "a", "durable", List.of(a, b), pods));
  }

  @Test
  void aRevisionWithAnotherBusEndsFirst() {
    var old =
        new DeploymentBuilder(deployment("old", 2, 2, 1))
            .editSpec()
            .withNewTemplate()
            .withNewSpec()
            .addNewContainer()
            .addNewEnv()
            .withName("WSFLEET_BUS")
            .withValue("pubsub")
            .endEnv()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    assertEquals(new Revisions(0, List.of(new Former(old, 0))), plan(2, "new", List.of(old)));
  }

  private static Revisions plan(int desired, String current, List<Deployment> deployments) {
    var pods =
        deployments.stream()
            .flatMap(
                d ->
                    Stream.generate(() -> pod(Labels.value(d, Labels.REVISION), true))
                        .limit(d.getSpec().getReplicas()))
            .toList();
    return Revisions.plan(desired, current, "durable", deployments, pods);
  }

  private static Pod pod(String revision, boolean isReady) {
    return new PodBuilder()
        .withNewMetadata()
        .addToLabels(Labels.REVISION, revision)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(isReady ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }

  private static Deployment deployment(String revision, int replicas, int available, int second) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("chat-gateway-" + revision)
        .withCreationTimestamp("2026-01-01T00:00:0" + second + "Z")
        .addToLabels(Labels.REVISION, revision)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .endSpec()
        .withNewStatus()
        .withAvailableReplicas(available)
        .endStatus()
        .build();
  }
}
