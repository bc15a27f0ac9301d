package io.wsfleet.local.screen;

import java.util.List;

/** The rows of the status table. */
public record StatusView(List<ClusterRow> clusters, List<PodRow> pods) {

  /** A WebSocketCluster. */
  public record ClusterRow(
      String name, String url, boolean ready, String gateways, String redis, String problem) {}

  /** A pod; {@code connections} is negative if it is unknown or was not asked for. */
  public record PodRow(
      String name,
      String role,
      String state,
      boolean ready,
      long restarts,
      String address,
      String pid,
      int connections) {}

  long connections() {
    return pods.stream().mapToLong(pod -> Math.max(0, pod.connections())).sum();
  }
}
