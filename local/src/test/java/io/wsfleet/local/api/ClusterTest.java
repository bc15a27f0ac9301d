package io.wsfleet.local.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Write.Unknown;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Write ANN = Write.by("ann");
  private static final Ref DEPLOYMENT = Kinds.DEPLOYMENT.ref("default", "web");

  private final Cluster cluster = cluster();

  @Test
  void givesANewObjectAnIdentityAndDefaults() {
    Resource web = cluster.apply(DEPLOYMENT, deployment(3), ANN);
    assertFalse(web.uid().isEmpty());
    assertEquals(NOW, web.created());
    assertEquals(1, web.number("/metadata/generation", 0));
    assertEquals("RollingUpdate", web.text("/spec/strategy/type"));
  }

  @Test
  void leavesTheVersionAloneWhenAnApplyChangesNothing() {
    Resource first = cluster.apply(DEPLOYMENT, deployment(3), ANN);
    List<Change> changes = listen();
    assertSame(first, cluster.apply(DEPLOYMENT, deployment(3), ANN));
    assertEquals(List.of(), changes);
  }

  @Test
  void countsGenerationsBySpecAndNotByStatusOrLabels() {
    cluster.apply(DEPLOYMENT, deployment(3), ANN);
    change(DEPLOYMENT, object -> object.withObject("/metadata/labels").put("a", "b"));
    cluster.change(
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
    cluster.apply(DEPLOYMENT, labelled, ANN);
    change(DEPLOYMENT, object -> object.withObject("/metadata/labels").put("yours", "2"));
    Resource web = cluster.apply(DEPLOYMENT, deployment(3), ANN);
    assertEquals(Map.of("yours", "2"), web.labels());
  }

  @Test
  void isAConflictToApplyOverAnotherUnlessItIsForced() {
    cluster.apply(DEPLOYMENT, deployment(3), ANN);
    Write bob = Write.by("bob");
    ApiFailure conflict =
        assertThrows(ApiFailure.class, () -> cluster.apply(DEPLOYMENT, deployment(5), bob));
    assertEquals(409, conflict.code());
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"ann\" using apps/v1: .spec.replicas",
        conflict.getMessage());
    Write forced = new Write("bob", "", Unknown.DROPPED, true, false);
    assertEquals(5, cluster.apply(DEPLOYMENT, deployment(5), forced).number("/spec/replicas", 0));
  }

  @Test
  void appliesToNothingButTheObjectWhoseUidIsNamed() {
    String uid = cluster.apply(DEPLOYMENT, deployment(3), ANN).text("/metadata/uid");
    ObjectNode pinned = deployment(5);
    pinned.withObject("/metadata").put("uid", uid);
    assertEquals(5, cluster.apply(DEPLOYMENT, pinned, ANN).number("/spec/replicas", 0));

    cluster.delete(DEPLOYMENT, Duration.ZERO, false);
    ApiFailure gone = assertThrows(ApiFailure.class, () -> cluster.apply(DEPLOYMENT, pinned, ANN));
    assertEquals(409, gone.code());
    cluster.apply(DEPLOYMENT, deployment(3), ANN);
    ApiFailure another =
        assertThrows(ApiFailure.class, () -> cluster.apply(DEPLOYMENT, pinned, ANN));
    assertEquals(409, another.code());
  }

  @Test
  void keepsAnItemOfAListThatAnotherAdded() {
    cluster.apply(DEPLOYMENT, deployment(3), ANN);
    change(
        DEPLOYMENT,
        object -> {
          var container = (ObjectNode) object.at("/spec/template/spec/containers/0");
          container.withArray("env").addObject().put("name", "FOREIGN").put("value", "x");
        });
    Resource web = cluster.apply(DEPLOYMENT, deployment(3), ANN);
    assertEquals(
        List.of("MINE", "FOREIGN"),
        web.at("/spec/template/spec/containers/0/env").findValuesAsText("name"));
  }

  @Test
  void refusesAnUpdateOfAVersionThatIsNoLongerThere() {
    ObjectNode old = cluster.apply(DEPLOYMENT, deployment(3), ANN).copy();
    change(DEPLOYMENT, object -> object.withObject("/spec").put("replicas", 4));
    ApiFailure refused =
        assertThrows(ApiFailure.class, () -> cluster.replace(DEPLOYMENT, old, ANN));
    assertEquals("Conflict", refused.reason());
  }

  @Test
  void givesServicesAddressesAndNodePortsAndRefusesThoseThatAreTaken() {
    Resource first = cluster.apply(service("a"), serviceObject(30100), ANN);
    assertEquals("127.99.128.1", first.text("/spec/clusterIP"));
    assertRefused("spec.ports[0].nodePort", "b", 30100, "already allocated");
    assertRefused("spec.ports[0].nodePort", "b", 80, "30000-32767");
    assertRefused("spec.ports[0].nodePort", "b", 32000, "another program");
    Resource chosen = cluster.apply(service("b"), serviceObject(0), ANN);
    assertEquals(30000, chosen.at("/spec/ports/0/nodePort").asInt());
    assertSame(chosen, cluster.apply(service("b"), serviceObject(0), ANN));
  }

  @Test
  void marksAPodThatHasTimeToEndAndRemovesOneThatHasNone() {
    Ref pod = Kinds.POD.ref("default", "p");
    cluster.apply(pod, yaml("{metadata: {name: p}, spec: {containers: []}}"), ANN);
    assertTrue(cluster.delete(pod, null, false).orElseThrow().isDeleting());
    assertEquals("2026-01-01T00:00:30Z", there(pod).text("/metadata/deletionTimestamp"));
    cluster.delete(pod, Duration.ZERO, false);
    assertTrue(cluster.get(pod).isEmpty());
  }

  @Test
  void letsALaterDeletionShortenTheTimeOfAPodAndNeverLengthenIt() {
    Ref pod = Kinds.POD.ref("default", "p");
    cluster.apply(pod, yaml("{metadata: {name: p}, spec: {containers: []}}"), ANN);
    cluster.delete(pod, null, false);
    cluster.delete(pod, Duration.ofSeconds(60), false);
    assertEquals("2026-01-01T00:00:30Z", there(pod).text("/metadata/deletionTimestamp"));
    cluster.delete(pod, Duration.ofSeconds(5), false);
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
            cluster.apply(DEPLOYMENT, deployment(3), ANN).text("/metadata/resourceVersion"));
    change(DEPLOYMENT, object -> object.withObject("/metadata/labels").put("a", "b"));
    ApiFailure refused =
        assertThrows(ApiFailure.class, () -> cluster.apply(DEPLOYMENT, pinned, ANN));
    assertEquals("Conflict", refused.reason());
  }

  @Test
  void waitsForTheLastFinalizer() {
    Ref map = Kinds.CONFIG_MAP.ref("default", "m");
    cluster.apply(map, yaml("{metadata: {name: m, finalizers: [me/x]}}"), ANN);
    cluster.delete(map, null, false);
    assertTrue(there(map).isDeleting());
    change(map, object -> object.withObject("/metadata").putArray("finalizers"));
    assertTrue(cluster.get(map).isEmpty());
  }

  @Test
  void tellsAListenerWhatItMissedAndSaysWhenThatIsNoLongerKnown() {
    long before = cluster.listing(Kinds.DEPLOYMENT, "").version();
    cluster.apply(DEPLOYMENT, deployment(1), ANN);
    List<Change> changes = new ArrayList<>();
    assertTrue(cluster.listen(before, changes::add).isPresent());
    assertEquals(1, changes.size());
    for (int i = 0; i < 5000; i++) {
      int replicas = i % 7;
      change(DEPLOYMENT, object -> object.withObject("/spec").put("replicas", replicas));
    }
    assertTrue(cluster.listen(before, changes::add).isEmpty());
  }

  @Test
  void changesNothingOnADryRun() {
    Write dry = new Write("ann", "", Unknown.DROPPED, false, true);
    cluster.apply(DEPLOYMENT, deployment(1), dry);
    assertTrue(cluster.get(DEPLOYMENT).isEmpty());
  }

  @Test
  void putsPlainTextOfASecretIntoItsData() {
    Ref secret = Kinds.SECRET.ref("default", "s");
    Resource stored = cluster.apply(secret, yaml("{metadata: {name: s}, stringData: {a: b}}"), ANN);
    assertEquals("Yg==", stored.text("/data/a"));
    assertFalse(stored.json().has("stringData"));
  }

  private void assertRefused(String field, String name, int nodePort, String words) {
    ApiFailure refused =
        assertThrows(
            ApiFailure.class, () -> cluster.apply(service(name), serviceObject(nodePort), ANN));
    assertEquals(422, refused.code());
    assertTrue(refused.getMessage().contains(field), refused.getMessage());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  private void change(Ref ref, Consumer<ObjectNode> how) {
    cluster.change(
        ref,
        object -> {
          how.accept(object);
          return object;
        },
        Write.by("bob"));
  }

  private List<Change> listen() {
    List<Change> changes = new ArrayList<>();
    long now = cluster.listing(Kinds.POD, "").version();
    assertTrue(cluster.listen(now, changes::add).isPresent());
    return changes;
  }

  private Resource there(Ref ref) {
    return cluster.get(ref).orElseThrow();
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

  private static Cluster cluster() {
    Cluster cluster =
        new Cluster("127.99.128.", port -> port != 32000, InstantSource.fixed(NOW), new Random(1));
    cluster.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), ANN);
    return cluster;
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
