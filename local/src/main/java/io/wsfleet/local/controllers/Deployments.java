package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Deployment controller: one ReplicaSet for each template that a Deployment had. The newest
 * grows to the wanted number: at once if it is alone, after the old pods are gone with {@code
 * Recreate}, and within {@code maxSurge} and {@code maxUnavailable} with {@code RollingUpdate}.
 */
final class Deployments {
  static final String TEMPLATE_HASH_LABEL = "pod-template-hash";

  private Deployments() {}

  static List<Action> reconcile(ClusterSnapshot clusterSnapshot) {
    List<Action> steps = new ArrayList<>();
    for (Resource deployment : clusterSnapshot.of(Kinds.DEPLOYMENT)) {
      if (!deployment.isDeleting()) {
        steps.addAll(reconcile(clusterSnapshot, deployment));
      }
    }
    return steps;
  }

  private static List<Action> reconcile(ClusterSnapshot clusterSnapshot, Resource deployment) {
    List<Action> steps = new ArrayList<>();
    List<Resource> sets =
        clusterSnapshot.controlledBy(deployment, Kinds.REPLICA_SET).stream()
            .sorted(Comparator.comparing(Resource::created))
            .toList();
    String hash = TemplateHash.of(deployment.at("/spec/template"));
    Map<String, Integer> desiredBySet = desiredReplicas(clusterSnapshot, deployment, sets, hash);
    if (sets.stream().noneMatch(set -> hash(set).equals(hash))) {
      steps.add(
          new Action.Create(
              Kinds.REPLICA_SET,
              deployment.namespace(),
              replicaSet(deployment, hash, desiredBySet.getOrDefault(hash, 0))));
    }
    for (Resource set : sets) {
      int replicas = desiredBySet.getOrDefault(hash(set), 0);
      if (set.number("/spec/replicas", 0) != replicas) {
        steps.add(new Action.Scale(set.ref(), replicas));
      }
    }
    steps.addAll(deleteOldReplicaSets(deployment, sets, hash));
    steps.addAll(DeploymentStatus.update(clusterSnapshot, deployment, sets, hash));
    return steps;
  }

  private static Map<String, Integer> desiredReplicas(
      ClusterSnapshot clusterSnapshot, Resource deployment, List<Resource> sets, String hash) {
    int desired = (int) deployment.number("/spec/replicas", 1);
    Map<String, Integer> desiredBySet = new HashMap<>();
    List<Resource> old = sets.stream().filter(set -> !hash(set).equals(hash)).toList();
    boolean alone = old.stream().allMatch(set -> podsOf(clusterSnapshot, set) == 0);
    if (alone) {
      desiredBySet.put(hash, desired);
    } else if (deployment.text("/spec/strategy/type").equals("Recreate")) {
      desiredBySet.put(hash, 0);
    } else {
      RollingUpdate rollingUpdate = RollingUpdate.of(deployment, desired);
      sets.forEach(set -> desiredBySet.put(hash(set), (int) set.number("/spec/replicas", 0)));
      int total = sum(desiredBySet);
      int before = desiredBySet.getOrDefault(hash, 0);
      int grown =
          Math.min(desired, before + Math.max(0, desired + rollingUpdate.maxSurge() - total));
      desiredBySet.put(hash, Math.max(grown, Math.min(before, desired)));
      scaleDownOld(
          clusterSnapshot,
          deployment,
          sets,
          old,
          desiredBySet,
          desired - rollingUpdate.maxUnavailable());
    }
    return desiredBySet;
  }

  /**
   * Old pods that are not available go first; of the others as many as are not needed. What is
   * asked for counts, and not what is there: pods that were given up a moment ago may still be
   * there.
   */
  private static void scaleDownOld(
      ClusterSnapshot clusterSnapshot,
      Resource deployment,
      List<Resource> sets,
      List<Resource> old,
      Map<String, Integer> desiredBySet,
      int leastAvailable) {
    Map<String, Integer> available = new HashMap<>();
    for (Resource set : sets) {
      int there = DeploymentStatus.countPods(clusterSnapshot, deployment, set).available();
      available.put(hash(set), Math.min(there, desiredBySet.getOrDefault(hash(set), 0)));
    }
    int notYetAvailable = 0;
    for (Resource set : sets) {
      if (!old.contains(set)) {
        notYetAvailable +=
            desiredBySet.getOrDefault(hash(set), 0) - available.getOrDefault(hash(set), 0);
      }
    }
    int mayGo = Math.max(0, sum(desiredBySet) - leastAvailable - notYetAvailable);
    int spare = Math.max(0, sum(available) - leastAvailable);
    for (Resource set : old) {
      int asked = desiredBySet.getOrDefault(hash(set), 0);
      int well = available.getOrDefault(hash(set), 0);
      int broken = Math.min(mayGo, asked - well);
      int healthy = Math.min(mayGo - broken, Math.min(well, spare));
      mayGo -= broken + healthy;
      spare -= healthy;
      desiredBySet.put(hash(set), asked - broken - healthy);
    }
  }

  private static int sum(Map<String, Integer> numbers) {
    return numbers.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Empty old ReplicaSets beyond the history that is kept, the oldest first. */
  private static List<Action> deleteOldReplicaSets(
      Resource deployment, List<Resource> sets, String hash) {
    List<Resource> empty =
        sets.stream()
            .filter(set -> !hash(set).equals(hash))
            .filter(set -> set.number("/spec/replicas", 0) == 0)
            .filter(set -> set.number("/status/replicas", 0) == 0)
            .toList();
    long kept = deployment.number("/spec/revisionHistoryLimit", 10);
    return empty.stream()
        .limit(Math.max(0, empty.size() - kept))
        .<Action>map(set -> new Action.Delete(set.ref()))
        .toList();
  }

  private static long podsOf(ClusterSnapshot clusterSnapshot, Resource set) {
    return clusterSnapshot.controlledBy(set, Kinds.POD).size() + set.number("/spec/replicas", 0);
  }

  private static ObjectNode replicaSet(Resource deployment, String hash, int replicas) {
    ObjectNode set = Json.object();
    ObjectNode metadata = set.putObject("metadata");
    metadata.put("name", deployment.name() + "-" + hash);
    ObjectNode template = (ObjectNode) deployment.at("/spec/template").deepCopy();
    template.withObject("/metadata/labels").put(TEMPLATE_HASH_LABEL, hash);
    metadata.set("labels", template.at("/metadata/labels").deepCopy());
    metadata.putArray("ownerReferences").add(OwnerReference.of(deployment));
    ObjectNode spec = set.putObject("spec");
    spec.put("replicas", replicas);
    JsonNode minReady = deployment.at("/spec/minReadySeconds");
    if (minReady.isInt()) {
      spec.set("minReadySeconds", minReady);
    }
    spec.set("selector", deployment.at("/spec/selector").deepCopy());
    spec.withObject("/selector/matchLabels").put(TEMPLATE_HASH_LABEL, hash);
    spec.set("template", template);
    return set;
  }

  static String hash(Resource set) {
    return set.labels().getOrDefault(TEMPLATE_HASH_LABEL, "");
  }
}
