package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.util.List;

/** The status of a Deployment, from its pods. */
final class DeploymentStatus {
  private DeploymentStatus() {}

  static List<Action> update(
      ClusterSnapshot clusterSnapshot, Resource deployment, List<Resource> sets, String newest) {
    int total = 0;
    int ready = 0;
    int available = 0;
    int updated = 0;
    for (Resource set : sets) {
      ReplicaCounts pods = countPods(clusterSnapshot, deployment, set);
      total += pods.total();
      ready += pods.ready();
      available += pods.available();
      updated += Deployments.hash(set).equals(newest) ? pods.total() : 0;
    }
    int desired = (int) deployment.number("/spec/replicas", 1);
    ObjectNode status = Json.object();
    status.put("observedGeneration", deployment.number("/metadata/generation", 1));
    put(status, "replicas", total);
    put(status, "updatedReplicas", updated);
    put(status, "readyReplicas", ready);
    put(status, "availableReplicas", available);
    put(status, "unavailableReplicas", Math.max(0, desired - available));
    ArrayNode conditions = status.putArray("conditions");
    int least = desired - RollingUpdate.of(deployment, desired).maxUnavailable();
    boolean enough = available >= least;
    conditions.add(
        condition(
            clusterSnapshot,
            deployment,
            "Available",
            enough,
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable"));
    boolean done = updated == desired && total == desired && available == desired;
    conditions.add(
        condition(
            clusterSnapshot,
            deployment,
            "Progressing",
            true,
            done ? "NewReplicaSetAvailable" : "ReplicaSetUpdated"));
    return status.equals(deployment.at("/status"))
        ? List.of()
        : List.of(new Action.UpdateStatus(deployment.ref(), status));
  }

  static ReplicaCounts countPods(
      ClusterSnapshot clusterSnapshot, Resource deployment, Resource set) {
    List<Resource> pods =
        clusterSnapshot.controlledBy(set, Kinds.POD).stream()
            .filter(ReplicaCounts::isActive)
            .toList();
    Duration minReady = Duration.ofSeconds(deployment.number("/spec/minReadySeconds", 0));
    return ReplicaCounts.of(pods, minReady, clusterSnapshot.now());
  }

  private static ObjectNode condition(
      ClusterSnapshot clusterSnapshot,
      Resource deployment,
      String type,
      boolean is,
      String reason) {
    String status = is ? "True" : "False";
    String since = clusterSnapshot.now().toString();
    for (JsonNode before : deployment.at("/status/conditions")) {
      if (before.path("type").asText().equals(type)
          && before.path("status").asText().equals(status)) {
        since = before.path("lastTransitionTime").asText();
      }
    }
    return Json.object()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("message", "")
        .put("lastTransitionTime", since)
        .put("lastUpdateTime", since);
  }

  private static void put(ObjectNode status, String field, int number) {
    if (number > 0) {
      status.put(field, number);
    }
  }
}
