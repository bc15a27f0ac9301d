package io.wsfleet.local.api;

import static io.wsfleet.local.Yaml.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.WriteOptions.FieldValidation;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final WriteOptions ANN = WriteOptions.by("ann");
  private static final Ref DEPLOYMENT = Kinds.DEPLOYMENT.ref("default", "web");

  private final Registry registry = cluster();

  @Test
  void givesANewObjectAnIdentityAndDefaults() {
    Resource web = registry.apply(DEPLOYMENT, deployment(3), ANN);
    assertFalse(web.uid().isEmpty());
    assertEquals(NOW, web.created());
    assertEquals(1, web.number("/metadata/generation", 0));
    assertEquals("RollingUpdate", web.text("/spec/strategy/type"));
  }

  @Test
  void leavesTheVersionAloneWhenAnApplyChangesNothing() {
    Resource first = registry.apply(DEPLOYMENT, deployment(3), ANN);
    List<ObjectChange> changes = listen();
    assertSame(first, registry.apply(DEPLOYMENT, deployment(3), ANN));
    assertEquals(List.of(), changes);
  }

  @Test
  void countsGenerationsBySpecAndNotByStatusOrLabels() {
    registry.apply(DEPLOYMENT, deployment(3), ANN);
    change(DEPLOYMENT, object -> object.withObject("/metadata/labels").put("a", "b"));
    registry.update(
        DEPLOYMENT,
        object -> {
          object.withObject("/status").put("replicas", 1);
          return object;
        },
        ANN.toStatus());
    assertEquals(1, there(DEPLOYMENT).number("/metadata/generation", 0));
    change(DEPLOYMENT, object -> object.withObject("/spec").put("replicas", 4));
    assertEquals(2, there(DEPLOYMENT).number("/metadata/generation", 0));
    assertEquals(1, there(DEPLOYMENT).number("/status/replicas", 0));
  }

  @Test
  void removesWhatIsAppliedNoLongerAndLeavesWhatOthersOwn() {
    ObjectNode labelled = deployment(3);
    labelled.withObject("/metadata/labels").put("mine", "1");
    registry.apply(DEPLOYMENT, labelled, ANN);
    change(DEPLOYMENT, object -> object.withObject("/metadata/labels").put("yours", "2"));
    Resource web = registry.apply(DEPLOYMENT, deployment(3), ANN);
    assertEquals(Map.of("yours", "2"), web.labels());
  }

  @Test
  void isAConflictToApplyOverAnotherUnlessItIsForced() {
    registry.apply(DEPLOYMENT, deployment(3), ANN);
    WriteOptions bob = WriteOptions.by("bob");
    StatusException conflict =
        assertThrows(StatusException.class, () -> registry.apply(DEPLOYMENT, deployment(5), bob));
    assertEquals(409, conflict.code());
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"ann\" using apps/v1: .spec.replicas",
        conflict.getMessage());
    WriteOptions forced = new WriteOptions("bob", "", FieldValidation.IGNORE, true, false);
    assertEquals(5, registry.apply(DEPLOYMENT, deployment(5), forced).number("/spec/replicas", 0));
  }

  @Test
  void appliesToNothingButTheObjectWhoseUidIsNamed() {
    String uid = registry.apply(DEPLOYMENT, deployment(3), ANN).text("/metadata/uid");
    ObjectNode pinned = deployment(5);
    pinned.withObject("/metadata").put("uid", uid);
    assertEquals(5, registry.apply(DEPLOYMENT, pinned, ANN).number("/spec/replicas", 0));

    registry.delete(DEPLOYMENT, Duration.ZERO, false);
    StatusException gone =
        assertThrows(StatusException.class, () -> registry.apply(DEPLOYMENT, pinned, ANN));
    assertEquals(409, gone.code());
    registry.apply(DEPLOYMENT, deployment(3), ANN);
    StatusException another =
        assertThrows(StatusException.class, () -> registry.apply(DEPLOYMENT, pinned, ANN));
    assertEquals(409, another.code());
  }

  @Test
  void keepsAnItemOfAListThatAnotherAdded() {
    registry.apply(DEPLOYMENT, deployment(3), ANN);
    change(
        DEPLOYMENT,
        object -> {
          var container = (ObjectNode) object.at("/spec/template/spec/containers/0");
          container.withArray("env").addObject().put("name", "FOREIGN").put("value", "x");
        });
    Resource web = registry.apply(DEPLOYMENT, deployment(3), ANN);
    assertEquals(
        List.of("MINE", "FOREIGN"),
        web.at("/spec/template/spec/containers/0/env").findValuesAsText("name"));
  }

  @Test
  void refusesAnUpdateOfAVersionThatIsNoLongerThere() {
    ObjectNode old = registry.apply(DEPLOYMENT, deployment(3), ANN).copy();
    change(DEPLOYMENT, object -> object.withObject("/spec").put("replicas", 4));
    StatusException refused =
        assertThrows(StatusException.class, () -> registry.replace(DEPLOYMENT, old, ANN));
    assertEquals("Conflict", refused.reason());
  }

  @Test
  void givesServicesAddressesAndNodePortsAndRefusesThoseThatAreTaken() {
    Resource first = registry.apply(service("a"), serviceObject(30100), ANN);
    assertEquals("127.99.128.1", first.text("/spec/clusterIP"));
    assertRefused("spec.ports[0].nodePort", "b", 30100, "already allocated");
    assertRefused("spec.ports[0].nodePort", "b", 80, "30000-32767");
    assertRefused("spec.ports[0].nodePort", "b", 32000, "another program");
    Resource chosen = registry.apply(service("b"), serviceObject(0), ANN);
    assertEquals(30000, chosen.at("/spec/ports/0/nodePort").asInt());
    assertSame(chosen, registry.apply(service("b"), serviceObject(0), ANN));
  }

  @Test
  void marksAPodThatHasTimeToEndAndRemovesOneThatHasNone() {
    Ref pod = Kinds.POD.ref("default", "p");
    registry.apply(pod, yaml("{metadata: {name: p}, spec: {containers: []}}"), ANN);
    assertTrue(registry.delete(pod, null, false).orElseThrow().isDeleting());
    assertEquals("2026-01-01T00:00:30Z", there(pod).text("/metadata/deletionTimestamp"));
    registry.delete(pod, Duration.ZERO, false);
    assertTrue(registry.get(pod).isEmpty());
  }

  @Test
  void letsALaterDeletionShortenTheTimeOfAPodAndNeverLengthenIt() {
    Ref pod = Kinds.POD.ref("default", "p");
    registry.apply(pod, yaml("{metadata: {name: p}, spec: {containers: []}}"), ANN);
    registry.delete(pod, null, false);
    registry.delete(pod, Duration.ofSeconds(60), false);
    assertEquals("2026-01-01T00:00:30Z", there(pod).text("/metadata/deletionTimestamp"));
    registry.delete(pod, Duration.ofSeconds(5), false);
    assertEquals("2026-01-01T00:00:05Z", there(pod).text("/metadata/deletionTimestamp"));
    assertEquals(5, there(pod).number("/metadata/deletionGracePeriodSeconds", 0));
  }

  @Test
  void refusesAnApplyToAVersionThatIsNoLongerThere() {
    ObjectNode pinned = deployment(5);
    pinned
        .withObject("/metadata")
        .put(
            "resourceVersion",
            registry.apply(DEPLOYMENT, deployment(3), ANN).text("/metadata/resourceVersion"));
    change(DEPLOYMENT, object -> object.withObject("/metadata/labels").put("a", "b"));
    StatusException refused =
        assertThrows(StatusException.class, () -> registry.apply(DEPLOYMENT, pinned, ANN));
    assertEquals("Conflict", refused.reason());
  }

  @Test
  void waitsForTheLastFinalizer() {
    Ref map = Kinds.CONFIG_MAP.ref("default", "m");
    registry.apply(map, yaml("{metadata: {name: m, finalizers: [me/x]}}"), ANN);
    registry.delete(map, null, false);
    assertTrue(there(map).isDeleting());
    change(map, object -> object.withObject("/metadata").putArray("finalizers"));
    assertTrue(registry.get(map).isEmpty());
  }

  @Test
  void tellsAListenerWhatItMissedAndSaysWhenThatIsNoLongerKnown() {
    long before = registry.listWithVersion(Kinds.DEPLOYMENT, "").version();
    registry.apply(DEPLOYMENT, deployment(1), ANN);
    List<ObjectChange> changes = new ArrayList<>();
    assertTrue(registry.watch(before, changes::add).isPresent());
    assertEquals(1, changes.size());
    for (int i = 0; i < 5000; i++) {
      int replicas = i % 7;
      change(DEPLOYMENT, object -> object.withObject("/spec").put("replicas", replicas));
    }
    assertTrue(registry.watch(before, changes::add).isEmpty());
  }

  @Test
  void changesNothingOnADryRun() {
    WriteOptions dry = new WriteOptions("ann", "", FieldValidation.IGNORE, false, true);
    registry.apply(DEPLOYMENT, deployment(1), dry);
    assertTrue(registry.get(DEPLOYMENT).isEmpty());
  }

  @Test
  void putsPlainTextOfASecretIntoItsData() {
    Ref secret = Kinds.SECRET.ref("default", "s");
    Resource stored =
        registry.apply(secret, yaml("{metadata: {name: s}, stringData: {a: b}}"), ANN);
    assertEquals("Yg==", stored.text("/data/a"));
    assertFalse(stored.json().has("stringData"));
  }

  private void assertRefused(String field, String name, int nodePort, String words) {
    StatusException refused =
        assertThrows(
            StatusException.class,
            () -> registry.apply(service(name), serviceObject(nodePort), ANN));
    assertEquals(422, refused.code());
    assertTrue(refused.getMessage().contains(field), refused.getMessage());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  private void change(Ref ref, Consumer<ObjectNode> how) {
    registry.update(
        ref,
        object -> {
          how.accept(object);
          return object;
        },
        WriteOptions.by("bob"));
  }

  private List<ObjectChange> listen() {
    List<ObjectChange> changes = new ArrayList<>();
    long now = registry.listWithVersion(Kinds.POD, "").version();
    assertTrue(registry.watch(now, changes::add).isPresent());
    return changes;
  }

  private Resource there(Ref ref) {
    return registry.get(ref).orElseThrow();
  }

  private static Ref service(String name) {
    return Kinds.SERVICE.ref("default", name);
  }

  private static ObjectNode serviceObject(int nodePort) {
    ObjectNode service = yaml("{spec: {type: NodePort, ports: [{port: 80}]}}");
    if (nodePort > 0) {
      ((ObjectNode) service.at("/spec/ports/0")).put("nodePort", nodePort);
    }
    service.withObject("/metadata");
    return service;
  }

  private static ObjectNode deployment(int replicas) {
    return yaml(
        """
        metadata: {name: web}
        spec:
          replicas: %d
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: a, image: x, env: [{name: MINE, value: m}]}]}
        """
            .formatted(replicas));
  }

  private static Registry cluster() {
    Registry registry =
        new Registry("127.99.128.", port -> port != 32000, InstantSource.fixed(NOW), new Random(1));
    registry.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), ANN);
    return registry;
  }
}
