package io.wsfleet.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.operator.gateway.Revisions.Former;
import io.wsfleet.operator.kube.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionsTest {

  @Test
  void keepsTheDeploymentOfAFormerRevisionThatServes() {
    var old = deployment("old", 3, 3, 0);
    var revisions = Revisions.plan(3, "new", List.of(old));
    assertEquals(1, revisions.replicas());
    assertEquals(List.of(new Former(old, 3)), revisions.former());
  }

  @Test
  void deletesTheDeploymentOfAFormerRevisionWithoutPods() {
    var revisions =
        Revisions.plan(3, "new", List.of(deployment("old", 0, 0, 0), deployment("new", 3, 3, 1)));
    assertEquals(new Revisions(3, List.of()), revisions);
  }

  @Test
  void shrinksTheOldestFirst() {
    var older = deployment("older", 2, 2, 1);
    var old = deployment("old", 2, 2, 2);
    var revisions = Revisions.plan(4, "new", List.of(old, deployment("new", 1, 1, 3), older));
    assertEquals(List.of(new Former(older, 1), new Former(old, 2)), revisions.former());
  }

  @Test
  void usesTheDeploymentOfARevisionThatComesBack() {
    var bad = deployment("bad", 1, 0, 2);
    var revisions = Revisions.plan(3, "good", List.of(deployment("good", 3, 3, 1), bad));
    assertEquals(new Revisions(3, List.of(new Former(bad, 0))), revisions);
  }

  @Test
  void aDeploymentWithoutAStatusServesNobody() {
    var old = deployment("old", 3, 3, 0);
    var started = new DeploymentBuilder(deployment("new", 1, 1, 1)).withStatus(null).build();
    assertEquals(
        List.of(new Former(old, 3)), Revisions.plan(3, "new", List.of(old, started)).former());
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
