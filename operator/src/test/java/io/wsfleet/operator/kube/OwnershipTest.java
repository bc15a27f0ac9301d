package io.wsfleet.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.wsfleet.operator.ExampleClusters;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  @Test
  void anObjectWithTheUidOfTheResourceIsOurs() {
    assertOwnership(Ownership.OURS, owned("WebSocketCluster", "chat", ExampleClusters.UID));
  }

  @Test
  void anObjectOfAFormerResourceOfThisNameIsNotOurs() {
    assertOwnership(Ownership.FORMER_RESOURCE, owned("WebSocketCluster", "chat", "former"));
  }

  @Test
  void anObjectOfAnotherResourceIsForeign() {
    assertOwnership(Ownership.FOREIGN, applied(owned("WebSocketCluster", "other", "other")));
    assertOwnership(Ownership.FOREIGN, applied(owned("Deployment", "chat", "other")));
  }

  @Test
  void anObjectThatSomebodyCreatedIsForeign() {
    assertOwnership(Ownership.FOREIGN, object());
  }

  @Test
  void aLabelAloneDoesNotMakeAnObjectOurs() {
    assertOwnership(Ownership.FOREIGN, labelled(object(), "chat"));
  }

  @Test
  void anAppliedObjectIsOursWithoutItsOwnerReference() {
    assertOwnership(Ownership.OURS, applied(labelled(object(), "chat")));
    assertOwnership(Ownership.OURS, applied(object()));
  }

  @Test
  void anObjectAppliedForAnotherClusterIsForeign() {
    assertOwnership(Ownership.FOREIGN, applied(labelled(object(), "other")));
  }

  private static void assertOwnership(Ownership expected, ConfigMapBuilder object) {
    assertEquals(expected, Ownership.of(object.build(), ExampleClusters.reference()));
  }

  private static ConfigMapBuilder object() {
    return new ConfigMapBuilder().withNewMetadata().withName("chat").endMetadata();
  }

  private static ConfigMapBuilder labelled(ConfigMapBuilder object, String cluster) {
    return object.editMetadata().addToLabels(Labels.CLUSTER, cluster).endMetadata();
  }

  private static ConfigMapBuilder owned(String kind, String name, String uid) {
    return object()
        .editMetadata()
        .addNewOwnerReference()
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .withController(true)
        .endOwnerReference()
        .endMetadata();
  }

  private static ConfigMapBuilder applied(ConfigMapBuilder object) {
    return object
        .editMetadata()
        .addNewManagedField()
        .withManager(Ownership.FIELD_MANAGER)
        .withOperation("Apply")
        .endManagedField()
        .endMetadata();
  }
}
