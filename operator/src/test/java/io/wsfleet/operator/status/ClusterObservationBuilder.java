package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A fleet as it might be seen: whole unless something is said against it. */
final class ClusterObservationBuilder {

  /** Its master is where it belongs, in the first term. */
  static final RedisStatus SERVING =
      RedisStatus.builder()
          .term(1)
          .phase(RedisPhase.Serving, Instant.parse("2026-01-01T00:00:00Z"))
          .master(new RedisMember("chat-redis-master-1", "run-1"))
          .history("history")
          .minInSyncReplicas(1)
          .build();

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  static final Duration PROGRESS_DEADLINE = Duration.ofSeconds(300);

  private final WebSocketCluster cluster;
  private final List<Deployment> deployments = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<ApplyFailure> applyFailures = new ArrayList<>();
  private final Map<String, Integer> connections = new HashMap<>();
  private final Map<String, Set<String>> heartbeatOverrides = new HashMap<>();
  private final Set<String> withoutStatus = new HashSet<>();
  private @Nullable RedisStatus recorded = SERVING;
  private String nodeAddress = "";
  private Instant now = NOW;
  private Instant since = Instant.EPOCH;
  private boolean isPaused;

  private ClusterObservationBuilder(WebSocketCluster cluster) {
    this.cluster = cluster;
  }

  /** Two gateways of revision "new", a master and a replica, all ready on two nodes. */
  static ClusterObservationBuilder healthy() {
    return of("service: {nodePort: 30000}\nredis: {replicas: 1}")
        .redis(1, 1)
        .gateways("new", 2, 2)
        .pod(gateway("gateway-1").host("10.0.0.2").ready(true))
        .pod(gateway("gateway-2").host("10.0.0.1").ready(true));
  }

  static ClusterObservationBuilder of(String spec) {
    return new ClusterObservationBuilder(ExampleClusters.chat(spec)).service("NodePort", 30000);
  }

  static GatewayPod gateway(String name) {
    return new GatewayPod(name);
  }

  ClusterObservationBuilder redis(int readyMasters, int readyReplicas) {
    deployments.add(deployment("chat-redis-master", Labels.REDIS_MASTER, "", 1, readyMasters));
    deployments.add(deployment("chat-redis-replica", Labels.REDIS_REPLICA, "", 1, readyReplicas));
    return this;
  }

  ClusterObservationBuilder gateways(String revision, int replicas, int ready) {
    deployments.add(
        deployment("chat-gateway-" + revision, Labels.GATEWAY, revision, replicas, ready));
    return this;
  }

  ClusterObservationBuilder without(String deployment) {
    deployments.removeIf(d -> d.getMetadata().getName().equals(deployment));
    return this;
  }

  ClusterObservationBuilder withoutService() {
    services.clear();
    return this;
  }

  ClusterObservationBuilder service(String type, Integer nodePort) {
    services.clear();
    services.add(
        new ServiceBuilder()
            .withNewMetadata()
            .withName("chat")
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .withType(type)
            .addNewPort()
            .withPort(3000)
            .withNodePort(nodePort)
            .endPort()
            .endSpec()
            .build());
    return this;
  }

  ClusterObservationBuilder balancer(String hostname, String ip) {
    var service = services.remove(0);
    services.add(
        new ServiceBuilder(service)
            .withNewStatus()
            .withNewLoadBalancer()
            .addNewIngress()
            .withHostname(hostname)
            .withIp(ip)
            .endIngress()
            .endLoadBalancer()
            .endStatus()
            .build());
    return this;
  }

  ClusterObservationBuilder pod(GatewayPod pod) {
    pods.add(pod.build());
    return this;
  }

  /** What is recorded of Redis; null for nothing. */
  ClusterObservationBuilder recorded(@Nullable RedisStatus record) {
    recorded = record;
    return this;
  }

  /** This one alone, where gateways otherwise hear all that are ready. */
  ClusterObservationBuilder heartbeatsFrom(String gateway, String... heard) {
    heartbeatOverrides.put(gateway, Set.of(heard));
    return this;
  }

  /** It has not said of whom it hears. */
  ClusterObservationBuilder statusUnknown(String gateway) {
    withoutStatus.add(gateway);
    return this;
  }

  ClusterObservationBuilder applyFailure(ApplyFailure applyFailure) {
    applyFailures.add(applyFailure);
    return this;
  }

  ClusterObservationBuilder connections(String pod, int number) {
    connections.put(pod, number);
    return this;
  }

  ClusterObservationBuilder at(Instant time) {
    now = time;
    return this;
  }

  /** When the operator began to observe. */
  ClusterObservationBuilder since(Instant time) {
    since = time;
    return this;
  }

  ClusterObservationBuilder paused() {
    isPaused = true;
    return this;
  }

  ClusterObservationBuilder generation(long number) {
    cluster.getMetadata().setGeneration(number);
    return this;
  }

  ClusterObservationBuilder nodeAddress(String address) {
    nodeAddress = address;
    return this;
  }

  ClusterObservationBuilder replicaFailure(String deployment, String message) {
    var failing =
        deployments.stream()
            .filter(d -> d.getMetadata().getName().equals(deployment))
            .findFirst()
            .orElseThrow();
    deployments.remove(failing);
    deployments.add(
        new DeploymentBuilder(failing)
            .editStatus()
            .addNewCondition()
            .withType("ReplicaFailure")
            .withStatus("True")
            .withReason("FailedCreate")
            .withMessage(message)
            .endCondition()
            .endStatus()
            .build());
    return this;
  }

  ClusterObservation observation() {
    return new ClusterObservation(
        cluster,
        new ObservationTime(now, since, PROGRESS_DEADLINE),
        "new",
        "redis",
        isPaused,
        recorded,
        "Waiting for b.",
        deployments,
        services,
        pods,
        connections,
        heartbeatsFrom(),
        applyFailures,
        nodeAddress);
  }

  private Map<String, Set<String>> heartbeatsFrom() {
    var ready =
        pods.stream()
            .filter(Pods::isReady)
            .map(p -> p.getMetadata().getName())
            .collect(Collectors.toSet());
    return ready.stream()
        .filter(g -> !withoutStatus.contains(g))
        .collect(Collectors.toMap(g -> g, g -> heartbeatOverrides.getOrDefault(g, ready)));
  }

  private static Deployment deployment(
      String name, String component, String revision, int replicas, int ready) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withGeneration(1L)
        .addToLabels(Labels.COMPONENT, component)
        .addToLabels(Labels.REVISION, revision)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels(Labels.REVISION, component.equals(Labels.GATEWAY) ? revision : "redis")
        .endMetadata()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(1L)
        .withReplicas(replicas)
        .withUpdatedReplicas(replicas)
        .withReadyReplicas(ready)
        .withAvailableReplicas(ready)
        .endStatus()
        .build();
  }
}
