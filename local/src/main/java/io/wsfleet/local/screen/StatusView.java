package io.wsfleet.local.screen;

import java.util.List;

/** The rows of the status table. */
public record StatusView(List<ClusterRow> clusters, List<PodRow> pods) {

  /**
   * A WebSocketCluster; outside of the namespace {@code default} its name begins with its
   * namespace.
   */
  public record ClusterRow(
      String name, String url, boolean ready, String gateways, String redis, String problem) {}

  /**
   * A pod.
   *
   * @param cluster the name of its row; empty for a pod of no WebSocketCluster
   * @param connections negative if the number is unknown or was not asked for
   */
  public record PodRow(
      String cluster,
      String name,
      String role,
      String state,
      boolean ready,
      long restarts,
      String address,
      String pid,
      int connections) {}

  /** The connections of one WebSocketCluster. */
  long connections(String cluster) {
    return pods.stream()
        .filter(pod -> pod.cluster().equals(cluster))
        .mapToLong(pod -> Math.max(0, pod.connections()))
        .sum();
  }
}
