package io.wsfleet.local.screen;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.PodPhase;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.screen.View.ClusterRow;
import io.wsfleet.local.screen.View.PodRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** From objects to what is seen of them. */
public final class Views {
  private Views() {}

  /** The connections are those that each gateway reports itself, by the name of its pod. */
  public static View of(
      List<Resource> clusters, List<Resource> pods, Map<String, Integer> connections) {
    return new View(
        clusters.stream().map(Views::of).toList(),
        pods.stream()
            .map(pod -> of(pod, connections.getOrDefault(pod.name(), -1)))
            .sorted(Comparator.comparing(PodRow::role).thenComparing(PodRow::name))
            .toList());
  }

  private static ClusterRow of(Resource cluster) {
    return new ClusterRow(
        cluster.name(),
        cluster.text("/status/url"),
        cluster.condition("Ready").equals("True"),
        orNothing(cluster.text("/status/gateways")),
        orNothing(cluster.text("/status/redisPods")),
        trouble(cluster));
  }

  private static String trouble(Resource cluster) {
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
    return new PodRow(
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

  private static String orNothing(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
