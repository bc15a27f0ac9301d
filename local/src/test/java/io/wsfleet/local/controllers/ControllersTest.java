package io.wsfleet.local.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Write;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The controllers on a cluster in memory; this test is the kubelet. */
class ControllersTest {
  private static final Write BY_US = Write.by("test");
  private static final Ref WEB = Kinds.DEPLOYMENT.ref("default", "web");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Cluster cluster =
      new Cluster("127.99.128.", port -> true, () -> now, new Random(1));
  private final Controllers controllers = new Controllers(cluster, () -> now);

  ControllersTest() {
    cluster.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), BY_US);
  }

  @Test
  void makesAsManyPodsAsADeploymentAsksFor() {
    deploy("one", 3, "RollingUpdate");
    controllers.run();
    assertEquals(3, pods().size());
    assertEquals("one", pods().get(0).text("/spec/containers/0/image"));
    allReady();
    Resource web = cluster.get(WEB).orElseThrow();
    assertEquals(3, web.number("/status/readyReplicas", 0));
    assertEquals("True", web.condition("Available"));
    assertEquals(
        web.number("/metadata/generation", 0), web.number("/status/observedGeneration", -1));
  }

  @Test
  void replacesADeletedPodAndShrinksByThoseThatAreNotReadyFirst() {
    deploy("one", 3, "RollingUpdate");
    controllers.run();
    allReady();
    cluster.delete(pods().get(0).ref(), Duration.ZERO, false);
    controllers.run();
    assertEquals(3, pods().size());
    scale(2);
    assertEquals(2, pods().size());
    assertTrue(pods().stream().allMatch(pod -> pod.condition("Ready").equals("True")));
  }

  @Test
  void neverHasFewerAvailableOrMoreThanARollingUpdateAllows() {
    deploy("one", 3, "RollingUpdate");
    controllers.run();
    allReady();
    deploy("two", 3, "RollingUpdate");
    for (int i = 0; i < 20; i++) {
      controllers.run();
      assertTrue(pods().size() <= 4, "one more than wanted at most");
      assertTrue(ready() >= 3, "never fewer than wanted");
      oneMoreReady();
    }
    assertEquals(3, pods().size());
    assertTrue(pods().stream().allMatch(p -> p.text("/spec/containers/0/image").equals("two")));
  }

  @Test
  void leavesTheOldPodsAloneWhileTheNewOnesDoNotBecomeReady() {
    deploy("one", 3, "RollingUpdate");
    controllers.run();
    allReady();
    deploy("broken", 3, "RollingUpdate");
    for (int i = 0; i < 5; i++) {
      controllers.run();
    }
    assertEquals(3, ready());
    assertEquals(4, pods().size());
  }

  @Test
  void hasNoTwoPodsAtATimeWhenItRecreates() {
    deploy("one", 1, "Recreate");
    controllers.run();
    allReady();
    Resource old = pods().get(0);
    deploy("two", 1, "Recreate");
    controllers.run();
    assertTrue(cluster.get(old.ref()).orElseThrow().isDeleting());
    assertEquals(1, cluster.list(Kinds.POD, "").size(), "the old one is not gone yet");
    cluster.delete(old.ref(), Duration.ZERO, false);
    controllers.run();
    assertEquals("two", pods().get(0).text("/spec/containers/0/image"));
  }

  @Test
  void countsAPodAsAvailableOnlyAfterTheLeastTime() {
    deploy("one", 1, "RollingUpdate");
    change(WEB, object -> object.withObject("/spec").put("minReadySeconds", 2));
    controllers.run();
    allReady();
    assertEquals(0, cluster.get(WEB).orElseThrow().number("/status/availableReplicas", 0));
    now = now.plusSeconds(2);
    controllers.run();
    assertEquals(1, cluster.get(WEB).orElseThrow().number("/status/availableReplicas", 0));
  }

  @Test
  void listsReadyPodsAsEndpoints() {
    cluster.create(
        Kinds.SERVICE,
        "default",
        yaml(
            "{metadata: {name: web}, spec: {selector: {app: web},"
                + " ports: [{port: 80, targetPort: http}]}}"),
        BY_US);
    deploy("one", 2, "RollingUpdate");
    controllers.run();
    Ref list = Kinds.ENDPOINTS.ref("default", "web");
    assertTrue(cluster.get(list).orElseThrow().at("/subsets").isEmpty());
    allReady();
    Resource endpoints = cluster.get(list).orElseThrow();
    assertEquals(2, endpoints.at("/subsets").size());
    assertEquals(8080, endpoints.at("/subsets/0/ports/0/port").asInt());
    cluster.delete(pods().get(0).ref(), null, false);
    controllers.run();
    assertEquals(1, cluster.get(list).orElseThrow().at("/subsets").size());
  }

  @Test
  void keepsTheEndpointsOfAServiceThatIsMadeAnewAndDropsThoseOfOneThatIsNot() {
    ObjectNode service =
        yaml("{metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}");
    cluster.create(Kinds.SERVICE, "default", service, BY_US);
    controllers.run();
    Ref list = Kinds.ENDPOINTS.ref("default", "web");
    String first = cluster.get(list).orElseThrow().uid();
    cluster.delete(Kinds.SERVICE.ref("default", "web"), null, false);
    cluster.create(Kinds.SERVICE, "default", service, BY_US);
    controllers.run();
    assertEquals(first, cluster.get(list).orElseThrow().uid());
    cluster.delete(Kinds.SERVICE.ref("default", "web"), null, false);
    controllers.run();
    assertTrue(cluster.get(list).isEmpty());
  }

  @Test
  void deletesWhatADeletedObjectOwned() {
    deploy("one", 2, "RollingUpdate");
    controllers.run();
    cluster.delete(WEB, null, false);
    controllers.run();
    assertEquals(List.of(), cluster.list(Kinds.REPLICA_SET, ""));
    assertTrue(cluster.list(Kinds.POD, "").stream().allMatch(Resource::isDeleting));
  }

  @Test
  void bindsAClaimAtOnceAndKeepsADeletedOneWhileAPodMountsIt() {
    Ref ref = Kinds.CLAIM.ref("default", "data");
    cluster.create(
        Kinds.CLAIM,
        "default",
        yaml(
            "{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce],"
                + " resources: {requests: {storage: 1Gi}}}}"),
        BY_US);
    controllers.run();
    Resource claim = cluster.get(ref).orElseThrow();
    assertEquals("Bound", claim.text("/status/phase"));
    assertEquals("1Gi", claim.text("/status/capacity/storage"));
    assertEquals("pvc-" + claim.uid(), claim.text("/spec/volumeName"));
    Resource pod =
        cluster.create(
            Kinds.POD,
            "default",
            yaml(
                "{metadata: {name: p}, spec: {volumes: [{name: d,"
                    + " persistentVolumeClaim: {claimName: data}}]}}"),
            BY_US);
    cluster.delete(ref, null, false);
    controllers.run();
    assertTrue(cluster.get(ref).orElseThrow().isDeleting());
    cluster.delete(pod.ref(), Duration.ZERO, false);
    controllers.run();
    assertTrue(cluster.get(ref).isEmpty());
  }

  @Test
  void deletesAClaimWithItsOwner() {
    Resource owner =
        cluster.create(Kinds.CONFIG_MAP, "default", yaml("{metadata: {name: o}}"), BY_US);
    ObjectNode claim = yaml("{metadata: {name: data}}");
    claim
        .withObject("/metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("name", "o")
        .put("uid", owner.uid());
    cluster.create(Kinds.CLAIM, "default", claim, BY_US);
    controllers.run();
    cluster.delete(owner.ref(), null, false);
    controllers.run();
    assertEquals(List.of(), cluster.list(Kinds.CLAIM, ""));
  }

  @Test
  void settlesWithoutAnyMoreWrites() {
    deploy("one", 2, "RollingUpdate");
    controllers.run();
    allReady();
    long settled = cluster.listing(Kinds.POD, "").version();
    controllers.run();
    assertEquals(settled, cluster.listing(Kinds.POD, "").version());
  }

  private void deploy(String image, int replicas, String strategy) {
    String rolling =
        strategy.equals("Recreate") ? "" : ", rollingUpdate: {maxSurge: 1, maxUnavailable: 0}";
    cluster.apply(
        WEB,
        yaml(
            """
            metadata: {name: web}
            spec:
              replicas: %d
              strategy: {type: %s%s}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                    - {name: a, image: %s, ports: [{name: http, containerPort: 8080}]}
            """
                .formatted(replicas, strategy, rolling, image)),
        BY_US);
  }

  private void scale(int replicas) {
    change(WEB, object -> object.withObject("/spec").put("replicas", replicas));
    controllers.run();
  }

  private void allReady() {
    pods().forEach(this::makeReady);
    controllers.run();
  }

  private void oneMoreReady() {
    pods().stream()
        .filter(pod -> !pod.condition("Ready").equals("True"))
        .findFirst()
        .ifPresent(this::makeReady);
    cluster.list(Kinds.POD, "").stream()
        .filter(Resource::isDeleting)
        .forEach(pod -> cluster.delete(pod.ref(), Duration.ZERO, false));
  }

  private void makeReady(Resource pod) {
    cluster.change(
        pod.ref(),
        object -> {
          ObjectNode status = object.withObject("/status");
          status.put("podIP", "127.99.1." + (1 + pods().indexOf(pod)));
          status
              .putArray("conditions")
              .addObject()
              .put("type", "Ready")
              .put("status", "True")
              .put("lastTransitionTime", now.toString());
          return object;
        },
        BY_US.toStatus());
  }

  private long ready() {
    return pods().stream().filter(pod -> pod.condition("Ready").equals("True")).count();
  }

  private List<Resource> pods() {
    return cluster.list(Kinds.POD, "").stream().filter(pod -> !pod.isDeleting()).toList();
  }

  private void change(Ref ref, Consumer<ObjectNode> how) {
    cluster.change(
        ref,
        object -> {
          how.accept(object);
          return object;
        },
        BY_US);
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
