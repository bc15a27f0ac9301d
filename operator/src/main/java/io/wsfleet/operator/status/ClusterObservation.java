package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Pods;
import io.wsfleet.operator.redis.RedisResources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one moment that the status of a fleet is made from.
 *
 * @param time of the observation
 * @param revision of the gateways that the spec asks for
 * @param redisRevision of the Redis pods that the spec asks for
 * @param isPaused whether the spec is not applied at present
 * @param redis the record of Redis; null if there is none yet
 * @param redisMessage one sentence about the failover
 * @param heartbeatsFrom by gateway, the gateways whose heartbeats it receives
 * @param connections by gateway pod, where it is known
 * @param nodeAddress the address of the nodes for clients; empty for their own
 */
public record ClusterObservation(
    WebSocketCluster cluster,
    ObservationTime time,
    String revision,
    String redisRevision,
    boolean isPaused,
    @Nullable RedisStatus redis,
    String redisMessage,
    List<Deployment> deployments,
    List<Service> services,
    List<Pod> pods,
    Map<String, Integer> connections,
    Map<String, Set<String>> heartbeatsFrom,
    List<ApplyFailure> applyFailures,
    String nodeAddress) {

  public ClusterObservation {
    deployments = sorted(deployments);
    pods = sorted(pods).stream().filter(p -> !Pods.isTerminating(p)).toList();
    services = List.copyOf(services);
    connections = Map.copyOf(connections);
    heartbeatsFrom = Map.copyOf(heartbeatsFrom);
    applyFailures = List.copyOf(applyFailures);
  }

  List<Deployment> gateways() {
    return deployments.stream()
        .filter(d -> Labels.value(d, Labels.COMPONENT).equals(Labels.GATEWAY))
        .toList();
  }

  Optional<Deployment> currentGateways() {
    return gateways().stream()
        .filter(d -> Labels.value(d, Labels.REVISION).equals(revision))
        .findFirst();
  }

  /** The ready gateways of every revision, as the Deployments count them. */
  int readyReplicas() {
    return gateways().stream().mapToInt(Pods::readyReplicas).sum();
  }

  /** Whether a Deployment of Redis still has a template that the spec no longer asks for. */
  boolean isRedisOutdated() {
    return Stream.of(redisMaster(), redisReplicas())
        .flatMap(Optional::stream)
        .map(d -> d.getSpec().getTemplate())
        .filter(t -> t != null && t.getMetadata() != null && t.getMetadata().getLabels() != null)
        .map(t -> t.getMetadata().getLabels().get(Labels.REVISION))
        .anyMatch(r -> r != null && !r.equals(redisRevision));
  }

  Optional<Deployment> redisMaster() {
    return deployment(RedisResources.masterName(cluster));
  }

  Optional<Deployment> redisReplicas() {
    return deployment(RedisResources.replicaName(cluster));
  }

  Optional<Service> service() {
    var name = cluster.getMetadata().getName();
    return services.stream().filter(s -> s.getMetadata().getName().equals(name)).findFirst();
  }

  List<Pod> readyGateways() {
    return pods.stream()
        .filter(p -> Labels.value(p, Labels.COMPONENT).equals(Labels.GATEWAY))
        .filter(Pods::isReady)
        .toList();
  }

  private Optional<Deployment> deployment(String name) {
    return deployments.stream().filter(d -> d.getMetadata().getName().equals(name)).findFirst();
  }

  private static <T extends HasMetadata> List<T> sorted(List<T> objects) {
    return objects.stream().sorted(Comparator.comparing(o -> o.getMetadata().getName())).toList();
  }
}
