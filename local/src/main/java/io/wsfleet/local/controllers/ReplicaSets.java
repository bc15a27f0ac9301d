package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The ReplicaSet controller: creates and deletes pods until each ReplicaSet has its number. */
final class ReplicaSets {
  private static final String DELETION_COST =
      "/metadata/annotations/controller.kubernetes.io~1pod-deletion-cost";

  private ReplicaSets() {}

  static List<Action> reconcile(ClusterSnapshot clusterSnapshot) {
    List<Action> steps = new ArrayList<>();
    for (Resource set : clusterSnapshot.of(Kinds.REPLICA_SET)) {
      if (!set.isDeleting()) {
        steps.addAll(reconcile(clusterSnapshot, set));
      }
    }
    return steps;
  }

  private static List<Action> reconcile(ClusterSnapshot clusterSnapshot, Resource set) {
    List<Action> steps = new ArrayList<>();
    List<Resource> pods =
        clusterSnapshot.controlledBy(set, Kinds.POD).stream()
            .filter(ReplicaCounts::isActive)
            .toList();
    int desired = (int) set.number("/spec/replicas", 1);
    for (int i = pods.size(); i < desired; i++) {
      steps.add(new Action.Create(Kinds.POD, set.namespace(), pod(set)));
    }
    pods.stream()
        .sorted(DELETION_ORDER)
        .limit(Math.max(0, pods.size() - desired))
        .forEach(pod -> steps.add(new Action.Delete(pod.ref())));
    steps.addAll(updateStatus(clusterSnapshot, set, pods));
    return steps;
  }

  /** The order in which pods are deleted: not ready, then lowest deletion cost, then newest. */
  private static final Comparator<Resource> DELETION_ORDER =
      Comparator.<Resource, Boolean>comparing(pod -> pod.condition("Ready").equals("True"))
          .thenComparing(pod -> pod.number(DELETION_COST, 0))
          .thenComparing(Comparator.comparing(Resource::created).reversed())
          .thenComparing(Resource::name);

  private static ObjectNode pod(Resource set) {
    ObjectNode pod = Json.object();
    ObjectNode metadata = pod.putObject("metadata").put("generateName", set.name() + "-");
    metadata.set("labels", set.at("/spec/template/metadata/labels").deepCopy());
    if (set.at("/spec/template/metadata").has("annotations")) {
      metadata.set("annotations", set.at("/spec/template/metadata/annotations").deepCopy());
    }
    metadata.putArray("ownerReferences").add(OwnerReference.of(set));
    pod.set("spec", set.at("/spec/template/spec").deepCopy());
    return pod;
  }

  private static List<Action> updateStatus(
      ClusterSnapshot clusterSnapshot, Resource set, List<Resource> pods) {
    Duration minReady = Duration.ofSeconds(set.number("/spec/minReadySeconds", 0));
    ReplicaCounts replicaCounts = ReplicaCounts.of(pods, minReady, clusterSnapshot.now());
    ObjectNode status =
        Json.object()
            .put("observedGeneration", set.number("/metadata/generation", 1))
            .put("replicas", replicaCounts.total())
            .put("fullyLabeledReplicas", replicaCounts.total())
            .put("readyReplicas", replicaCounts.ready())
            .put("availableReplicas", replicaCounts.available());
    return status.equals(set.at("/status"))
        ? List.of()
        : List.of(new Action.UpdateStatus(set.ref(), status));
  }
}
