package io.wsfleet.local.screen;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.PodPhase;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.screen.StatusView.ClusterRow;
import io.wsfleet.local.screen.StatusView.PodRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Maps objects of the cluster to rows of the status table. */
public final class StatusViewMapper {
  private StatusViewMapper() {}

  /** {@code connections} has the number that each gateway reports, by the pod that it runs in. */
  public static StatusView of(
      List<Resource> clusters, List<Resource> pods, Map<Ref, Integer> connections) {
    return new StatusView(
        clusters.stream().map(StatusViewMapper::of).toList(),
        pods.stream()
            .map(pod -> of(pod, connections.getOrDefault(pod.ref(), -1)))
            .sorted(Comparator.comparing(PodRow::role).thenComparing(PodRow::name))
            .toList());
  }

  private static ClusterRow of(Resource cluster) {
    return new ClusterRow(
        qualified(cluster.namespace(), cluster.name()),
        cluster.text("/status/url"),
        cluster.condition("Ready").equals("True"),
        orDash(cluster.text("/status/gateways")),
        orDash(cluster.text("/status/redisPods")),
        problem(cluster));
  }

  private static String problem(Resource cluster) {
    for (JsonNode condition : cluster.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Degraded")
          && condition.path("status").asText().equals("True")) {
        return condition.path("message").asText();
      }
    }
    return "";
  }

  private static PodRow of(Resource pod, int connections) {
    String container = pod.text("/status/containerStatuses/0/containerID");
    String cluster = pod.labels().getOrDefault("wsfleet.io/cluster", "");
    return new PodRow(
        cluster.isEmpty() ? "" : qualified(pod.namespace(), cluster),
        pod.name(),
        role(pod),
        PodPhase.of(pod),
        pod.condition("Ready").equals("True"),
        PodPhase.restarts(pod),
        pod.text("/status/podIP"),
        container.replace("process://", ""),
        connections);
  }

  private static String role(Resource pod) {
    String role = pod.labels().getOrDefault("wsfleet.io/redis-role", "");
    return role.isEmpty()
        ? pod.labels().getOrDefault("app.kubernetes.io/component", "")
        : "redis " + role;
  }

  private static String qualified(String namespace, String name) {
    return namespace.equals("default") ? name : namespace + "/" + name;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
