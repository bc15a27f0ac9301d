package io.wsfleet.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.contract.GatewayVariable;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.gateway.Revisions;
import io.wsfleet.operator.kube.AllowedImages;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.MountableSecrets;
import io.wsfleet.operator.kube.ReferencedObjects;
import io.wsfleet.operator.redis.CurrentRedis;
import io.wsfleet.operator.redis.RedisDeployments;
import io.wsfleet.operator.redis.RedisResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a gateway uses stays until the gateway is gone. */
class CurrentRevisionsTest {

  private static final ReconcileSettings SETTINGS =
      new ReconcileSettings(
          "gateway:1",
          "redis:8",
          "",
          Duration.ofSeconds(10),
          Duration.ofSeconds(300),
          UpgradePolicy.OnSpecChange,
          "system/one",
          new AllowedImages(List.of()),
          new MountableSecrets(true));

  @Test
  void theReplicasStayAsLongAsAGatewayReadsThere() {
    var before = ExampleClusters.chat("redis: {replicas: 2}");
    var replicas = new RedisDeployments(before, "redis:8");
    var old = new GatewayDeployment(before, "gateway:1").build(2);
    var after = ExampleClusters.chat("redis: {replicas: 0}");
    var redis =
        RedisResources.desired(
                before,
                new CurrentRedis(replicas, List.of()),
                ExampleClusters.password(before),
                ExampleClusters.acl(before),
                true)
            .stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .toList();
    var deployments = new ArrayList<>(redis);
    deployments.add(old);
    assertEquals(2, replicas(after, deployments, List.of()));
    deployments.remove(old);
    assertEquals(2, replicas(after, deployments, List.of(pod(old, true))), "it is terminating");
    assertEquals(0, replicas(after, deployments, List.of()));
  }

  private static int replicas(
      WebSocketCluster cluster, List<Deployment> deployments, List<Pod> pods) {
    return CurrentRevisions.of(cluster, SETTINGS, false, deployments, pods)
        .redisCluster()
        .effectiveSpec()
        .redis()
        .replicas();
  }

  /** Specs change in the middle of rollouts; pods start, end and fail at random. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsTakenFromAGatewayThatUsesIt(long seed) {
    var random = new SplittableRandom(seed);
    for (int story = 0; story < 25; story++) {
      var fleet = new Fleet(random);
      for (int turn = 0; turn < 40; turn++) {
        fleet.turn();
      }
    }
  }

  /** A cluster in which all that is desired is done at once, and pods take their time. */
  private static final class Fleet {
    private static final List<String> SPECS =
        List.of(
            "gateway: {replicas: 2, port: 5000}\nredis: {replicas: 1}",
            "gateway: {replicas: 2, port: 5005}\nredis: {replicas: 1}",
            "gateway: {replicas: 3, port: 5005}\nredis: {replicas: 0}",
            "gateway: {replicas: 2, port: 6000}\nredis: {replicas: 2}\napi: {port: 6001}",
            "gateway: {replicas: 1}\nredis: {replicas: 0}\napi: {tokenSecret: mine}",
            "gateway: {replicas: 2}\nredis: {replicas: 1}\nbus: PubSub");

    private final SplittableRandom random;
    private final Map<String, HasMetadata> objects = new LinkedHashMap<>();
    private final List<Pod> pods = new ArrayList<>();
    private String spec = SPECS.get(0);
    private int created;

    Fleet(SplittableRandom random) {
      this.random = random;
    }

    void turn() {
      if (random.nextInt(4) == 0) {
        spec = SPECS.get(random.nextInt(SPECS.size()));
      }
      reconcile();
      controllers();
      check();
    }

    private void reconcile() {
      var cluster = ExampleClusters.chat(spec);
      var current = CurrentRevisions.of(cluster, SETTINGS, false, deployments(), pods);
      var revisions =
          Revisions.plan(
              cluster.effectiveSpec().gateway().replicas(),
              current.gateways().revision(),
              current.gateways().desired().bus(),
              current.gatewayDeployments(),
              current.gatewayPods());
      var desired = new ArrayList<HasMetadata>();
      desired.addAll(
          RedisResources.desired(
              current.redisCluster(),
              current.redis(),
              ExampleClusters.password(cluster),
              ExampleClusters.acl(cluster),
              true));
      desired.addAll(GatewayResources.desired(current.gateways(), revisions.replicas()));
      desired.add(secret("chat-api"));
      desired.add(secret("mine"));
      revisions.former().forEach(f -> desired.add(resized(f.deployment(), f.replicas())));
      var keys = new HashSet<String>();
      for (var object : desired) {
        keys.add(key(object));
        objects.merge(key(object), object, Fleet::withCreation);
        objects.computeIfPresent(key(object), (k, o) -> created(o));
      }
      objects.keySet().removeIf(k -> !keys.contains(k) && !current.references().keys().contains(k));
    }

    /** Former pods go at some time after they are deleted; new ones come, ready at some time. */
    private void controllers() {
      pods.removeIf(p -> p.getMetadata().getDeletionTimestamp() != null && random.nextInt(2) == 0);
      for (var deployment : deployments()) {
        if (!Labels.value(deployment, Labels.COMPONENT).equals(Labels.GATEWAY)) {
          continue;
        }
        var own =
            pods.stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null && isOf(p, deployment))
                .toList();
        for (int i = own.size(); i < deployment.getSpec().getReplicas(); i++) {
          pods.add(pod(deployment, false));
        }
        own.stream()
            .skip(deployment.getSpec().getReplicas())
            .forEach(p -> p.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z"));
        objects.put(key(deployment), reported(deployment));
      }
      pods.stream()
          .filter(
              p ->
                  p.getMetadata().getDeletionTimestamp() == null
                      && deployments().stream().noneMatch(d -> isOf(p, d)))
          .forEach(p -> p.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z"));
    }

    private Deployment reported(Deployment deployment) {
      int replicas = deployment.getSpec().getReplicas();
      int ready = random.nextInt(3) == 0 ? random.nextInt(replicas + 1) : replicas;
      return new DeploymentBuilder(deployment)
          .withNewStatus()
          .withAvailableReplicas(ready)
          .endStatus()
          .build();
    }

    private void check() {
      for (var pod : pods) {
        for (var service : services()) {
          var target = service.getSpec().getPorts().get(0).getTargetPort();
          if (service.getSpec().getSelector().containsValue(Labels.GATEWAY)) {
            assertTrue(
                pod.getSpec().getContainers().get(0).getPorts().stream()
                    .anyMatch(
                        p ->
                            p.getName().equals(target.getStrVal())
                                || p.getContainerPort().equals(target.getIntVal())),
                service.getMetadata().getName() + " has no port of " + pod.getMetadata());
          }
        }
        for (var key : ReferencedObjects.of(List.of(), List.of(pod)).keys()) {
          assertTrue(
              objects.containsKey(key),
              () -> "a pod uses " + key + ", and there is only " + objects.keySet());
        }
        if (uses(pod, GatewayVariable.REDIS_REPLICA)) {
          var replicas = (Deployment) objects.get("Deployment/chat-redis-replica");
          assertTrue(replicas.getSpec().getReplicas() > 0, "it reads at the replicas");
        }
      }
      assertFalse(buses().size() > 1, "gateways with " + buses());
    }

    private Set<String> buses() {
      var buses = new HashSet<String>();
      pods.forEach(
          p ->
              p.getSpec().getContainers().get(0).getEnv().stream()
                  .filter(e -> e.getName().equals(GatewayVariable.BUS.variable()))
                  .forEach(e -> buses.add(e.getValue())));
      return buses;
    }

    private List<Deployment> deployments() {
      return objects.values().stream()
          .filter(Deployment.class::isInstance)
          .map(Deployment.class::cast)
          .toList();
    }

    private List<Service> services() {
      return objects.values().stream()
          .filter(Service.class::isInstance)
          .map(Service.class::cast)
          .toList();
    }

    private HasMetadata created(HasMetadata object) {
      if (object.getMetadata().getCreationTimestamp() == null) {
        object
            .getMetadata()
            .setCreationTimestamp("2026-01-01T%02d:%02d:00Z".formatted(created / 60, created % 60));
        created++;
      }
      return object;
    }

    private static HasMetadata withCreation(HasMetadata former, HasMetadata now) {
      now.getMetadata().setCreationTimestamp(former.getMetadata().getCreationTimestamp());
      return now;
    }

    private static HasMetadata secret(String name) {
      return new SecretBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    private static Deployment resized(Deployment deployment, int replicas) {
      return new DeploymentBuilder(deployment).editSpec().withReplicas(replicas).endSpec().build();
    }
  }

  private static boolean uses(Pod pod, GatewayVariable variable) {
    return Stream.of(pod)
        .flatMap(p -> p.getSpec().getContainers().get(0).getEnv().stream())
        .anyMatch(e -> e.getName().equals(variable.variable()));
  }

  private static boolean isOf(Pod pod, Deployment deployment) {
    return Labels.value(pod, Labels.REVISION).equals(Labels.value(deployment, Labels.REVISION));
  }

  private static Pod pod(Deployment deployment, boolean isTerminating) {
    var template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withLabels(template.getMetadata().getLabels())
        .withDeletionTimestamp(isTerminating ? "2026-01-01T00:00:00Z" : null)
        .endMetadata()
        .withSpec(template.getSpec())
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private static String key(HasMetadata object) {
    return ReferencedObjects.key(object.getKind(), object.getMetadata().getName());
  }
}
