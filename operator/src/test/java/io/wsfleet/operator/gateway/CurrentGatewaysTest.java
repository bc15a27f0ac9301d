package io.wsfleet.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator of another version has another default image, which stands for its template. */
class CurrentGatewaysTest {

  private static final String SPEC =
      """
      gateway: {replicas: 3}
      events: [{"on": say, broadcast: {event: said}}, {"on": q, reply: {data: {"a": [1, null]}}}]
      announcements: [{event: brdcst, everySeconds: 30, data: A broadcast message}]
      limits: {rooms: 7}
      """;

  @Test
  void anUpgradeOfTheOperatorChangesNothing() {
    var old = made(SPEC, "gateway:1");
    var current = current(SPEC, "gateway:2", false, old);
    assertEquals(Labels.value(old, Labels.REVISION), current.revision());
    assertEquals(old, current.kept().orElseThrow());
    assertTrue(current.isOutdated());
  }

  @Test
  void otherNumbersOfGatewaysAndOtherServicesAreNoChangeOfThem() {
    var old = made(SPEC, "gateway:1");
    var scaled = SPEC.replace("replicas: 3", "replicas: 5") + "\nservice: {port: 80}\n";
    assertTrue(current(scaled, "gateway:2", false, old).isOutdated());
  }

  @Test
  void aChangedSpecGetsTheTemplateOfThisOperator() {
    var old = made(SPEC, "gateway:1");
    var current = current(SPEC.replace("rooms: 7", "rooms: 8"), "gateway:2", false, old);
    assertFalse(current.isOutdated());
    assertEquals(current.desired().revision(), current.revision());
  }

  @Test
  void anImageThatIsNowNamedIsAChange() {
    var old = made(SPEC, "gateway:1");
    var named = SPEC.replace("{replicas: 3}", "{replicas: 3, image: 'gateway:2'}");
    assertFalse(current(named, "gateway:2", false, old).isOutdated());
  }

  @Test
  void anUpgradeThatIsAllowedTakesPlaceAndGoesOn() {
    var old = made(SPEC, "gateway:1");
    assertFalse(current(SPEC, "gateway:2", true, old).isOutdated());
    var started = made(SPEC, "gateway:2");
    var current = current(SPEC, "gateway:2", false, old, started);
    assertEquals(Labels.value(started, Labels.REVISION), current.revision());
  }

  /** It was begun by the former operator. */
  @Test
  void aRolloutToAnUnchangedSpecGoesOn() {
    var older = made(SPEC.replace("rooms: 7", "rooms: 6"), "gateway:1");
    var old = made(SPEC, "gateway:1");
    assertEquals(
        Labels.value(old, Labels.REVISION),
        current(SPEC, "gateway:2", false, older, old).revision());
  }

  /** Made by a version that recorded no spec. */
  @Test
  void withoutARecordTheStatusDecides() {
    var old = made(SPEC, "gateway:1");
    old.getMetadata().getAnnotations().remove(Annotations.SPEC);
    assertFalse(current(SPEC, "gateway:2", false, old).isOutdated());
    var cluster = ExampleClusters.chat(SPEC);
    cluster.setStatus(
        new WebSocketClusterStatus(
            1L,
            3,
            null,
            null,
            null,
            null,
            null,
            null,
            Labels.value(old, Labels.REVISION),
            null,
            null));
    var current =
        CurrentGateways.of(new GatewayDeployment(cluster, "gateway:2"), List.of(old), false);
    assertTrue(current.isOutdated());
    assertEquals(old, current.unrecorded().orElseThrow());
    cluster.getMetadata().setGeneration(2L);
    assertFalse(
        CurrentGateways.of(new GatewayDeployment(cluster, "gateway:2"), List.of(old), false)
            .isOutdated());
  }

  private static CurrentGateways current(
      String spec, String image, boolean mayUpgrade, Deployment... existing) {
    return CurrentGateways.of(
        new GatewayDeployment(ExampleClusters.chat(spec), image), List.of(existing), mayUpgrade);
  }

  private static Deployment made(String spec, String image) {
    return new DeploymentBuilder(new GatewayDeployment(ExampleClusters.chat(spec), image).build(3))
        .editMetadata()
        .withCreationTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .build();
  }
}
