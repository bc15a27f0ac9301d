package io.wsfleet.local.controllers;

import static io.wsfleet.local.Yaml.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The controllers on a cluster in memory; this test is the kubelet. */
class ControllerManagerTest {
  private static final WriteOptions BY_US = WriteOptions.by("test");
  private static final Ref WEB = Kinds.DEPLOYMENT.ref("default", "web");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Registry registry =
      new Registry("127.99.128.", port -> true, () -> now, new Random(1));
  private final ControllerManager controllerManager = new ControllerManager(registry, () -> now);

  ControllerManagerTest() {
    registry.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), BY_US);
  }

  @Test
  void makesAsManyPodsAsADeploymentAsksFor() {
    deploy("one", 3, "RollingUpdate");
    controllerManager.run();
    assertEquals(3, pods().size());
    assertEquals("one", pods().get(0).text("/spec/containers/0/image"));
    allReady();
    Resource web = registry.get(WEB).orElseThrow();
    assertEquals(3, web.number("/status/readyReplicas", 0));
    assertEquals("True", web.condition("Available"));
    assertEquals(
        web.number("/metadata/generation", 0), web.number("/status/observedGeneration", -1));
  }

  @Test
  void replacesADeletedPodAndShrinksByThoseThatAreNotReadyFirst() {
    deploy("one", 3, "RollingUpdate");
    controllerManager.run();
    allReady();
    registry.delete(pods().get(0).ref(), Duration.ZERO, false);
    controllerManager.run();
    assertEquals(3, pods().size());
    scale(2);
    assertEquals(2, pods().size());
    assertTrue(pods().stream().allMatch(pod -> pod.condition("Ready").equals("True")));
  }

  @Test
  void neverHasFewerAvailableOrMoreThanARollingUpdateAllows() {
    deploy("one", 3, "RollingUpdate");
    controllerManager.run();
    allReady();
    deploy("two", 3, "RollingUpdate");
    for (int i = 0; i < 20; i++) {
      controllerManager.run();
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
    controllerManager.run();
    allReady();
    deploy("broken", 3, "RollingUpdate");
    for (int i = 0; i < 5; i++) {
      controllerManager.run();
    }
    assertEquals(3, ready());
    assertEquals(4, pods().size());
  }

  @Test
  void hasNoTwoPodsAtATimeWhenItRecreates() {
    deploy("one", 1, "Recreate");
    controllerManager.run();
    allReady();
    Resource old = pods().get(0);
    deploy("two", 1, "Recreate");
    controllerManager.run();
    assertTrue(registry.get(old.ref()).orElseThrow().isDeleting());
    assertEquals(1, registry.list(Kinds.POD, "").size(), "the old one is not gone yet");
    registry.delete(old.ref(), Duration.ZERO, false);
    controllerManager.run();
    assertEquals("two", pods().get(0).text("/spec/containers/0/image"));
  }

  @Test
  void countsAPodAsAvailableOnlyAfterTheLeastTime() {
    deploy("one", 1, "RollingUpdate");
    change(WEB, object -> object.withObject("/spec").put("minReadySeconds", 2));
    controllerManager.run();
    allReady();
    assertEquals(0, registry.get(WEB).orElseThrow().number("/status/availableReplicas", 0));
    now = now.plusSeconds(2);
    controllerManager.run();
    assertEquals(1, registry.get(WEB).orElseThrow().number("/status/availableReplicas", 0));
  }

  @Test
  void listsReadyPodsAsEndpoints() {
    registry.create(
        Kinds.SERVICE,
        "default",
        yaml(
            "{metadata: {name: web}, spec: {selector: {app: web},"
                + " ports: [{port: 80, targetPort: http}]}}"),
        BY_US);
    deploy("one", 2, "RollingUpdate");
    controllerManager.run();
    Ref list = Kinds.ENDPOINTS.ref("default", "web");
    assertTrue(registry.get(list).orElseThrow().at("/subsets").isEmpty());
    allReady();
    Resource endpoints = registry.get(list).orElseThrow();
    assertEquals(2, endpoints.at("/subsets").size());
    assertEquals(8080, endpoints.at("/subsets/0/ports/0/port").asInt());
    registry.delete(pods().get(0).ref(), null, false);
    controllerManager.run();
    assertEquals(1, registry.get(list).orElseThrow().at("/subsets").size());
  }

  @Test
  void keepsTheEndpointsOfAServiceThatIsMadeAnewAndDropsThoseOfOneThatIsNot() {
    ObjectNode service =
        yaml("{metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}");
    registry.create(Kinds.SERVICE, "default", service, BY_US);
    controllerManager.run();
    Ref list = Kinds.ENDPOINTS.ref("default", "web");
    String first = registry.get(list).orElseThrow().uid();
    registry.delete(Kinds.SERVICE.ref("default", "web"), null, false);
    registry.create(Kinds.SERVICE, "default", service, BY_US);
    controllerManager.run();
    assertEquals(first, registry.get(list).orElseThrow().uid());
    registry.delete(Kinds.SERVICE.ref("default", "web"), null, false);
    controllerManager.run();
    assertTrue(registry.get(list).isEmpty());
  }

  @Test
  void deletesWhatADeletedObjectOwned() {
    deploy("one", 2, "RollingUpdate");
    controllerManager.run();
    registry.delete(WEB, null, false);
    controllerManager.run();
    assertEquals(List.of(), registry.list(Kinds.REPLICA_SET, ""));
    assertTrue(registry.list(Kinds.POD, "").stream().allMatch(Resource::isDeleting));
  }

  @Test
  void bindsAClaimAtOnceAndKeepsADeletedOneWhileAPodMountsIt() {
    Ref ref = Kinds.PERSISTENT_VOLUME_CLAIM.ref("default", "data");
    registry.create(
        Kinds.PERSISTENT_VOLUME_CLAIM,
        "default",
        yaml(
            "{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce],"
                + " resources: {requests: {storage: 1Gi}}}}"),
        BY_US);
    controllerManager.run();
    Resource claim = registry.get(ref).orElseThrow();
    assertEquals("Bound", claim.text("/status/phase"));
    assertEquals("1Gi", claim.text("/status/capacity/storage"));
    assertEquals("pvc-" + claim.uid(), claim.text("/spec/volumeName"));
    Resource pod =
        registry.create(
            Kinds.POD,
            "default",
            yaml(
                "{metadata: {name: p}, spec: {volumes: [{name: d,"
                    + " persistentVolumeClaim: {claimName: data}}]}}"),
            BY_US);
    registry.delete(ref, null, false);
    controllerManager.run();
    assertTrue(registry.get(ref).orElseThrow().isDeleting());
    registry.delete(pod.ref(), Duration.ZERO, false);
    controllerManager.run();
    assertTrue(registry.get(ref).isEmpty());
  }

  @Test
  void deletesAClaimWithItsOwner() {
    Resource owner =
        registry.create(Kinds.CONFIG_MAP, "default", yaml("{metadata: {name: o}}"), BY_US);
    ObjectNode claim = yaml("{metadata: {name: data}}");
    claim
        .withObject("/metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("name", "o")
        .put("uid", owner.uid());
    registry.create(Kinds.PERSISTENT_VOLUME_CLAIM, "default", claim, BY_US);
    controllerManager.run();
    registry.delete(owner.ref(), null, false);
    controllerManager.run();
    assertEquals(List.of(), registry.list(Kinds.PERSISTENT_VOLUME_CLAIM, ""));
  }

  @Test
  void settlesWithoutAnyMoreWrites() {
    deploy("one", 2, "RollingUpdate");
    controllerManager.run();
    allReady();
    long settled = registry.listWithVersion(Kinds.POD, "").version();
    controllerManager.run();
    assertEquals(settled, registry.listWithVersion(Kinds.POD, "").version());
  }

  private void deploy(String image, int replicas, String strategy) {
    String rolling =
        strategy.equals("Recreate") ? "" : ", rollingUpdate: {maxSurge: 1, maxUnavailable: 0}";
    registry.apply(
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
    controllerManager.run();
  }

  private void allReady() {
    pods().forEach(this::makeReady);
    controllerManager.run();
  }

  private void oneMoreReady() {
    pods().stream()
        .filter(pod -> !pod.condition("Ready").equals("True"))
        .findFirst()
        .ifPresent(this::makeReady);
    registry.list(Kinds.POD, "").stream()
        .filter(Resource::isDeleting)
        .forEach(pod -> registry.delete(pod.ref(), Duration.ZERO, false));
  }

  private void makeReady(Resource pod) {
    registry.update(
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
    return registry.list(Kinds.POD, "").stream().filter(pod -> !pod.isDeleting()).toList();
  }

  private void change(Ref ref, Consumer<ObjectNode> how) {
    registry.update(
        ref,
        object -> {
          how.accept(object);
          return object;
        },
        BY_US);
  }
}
