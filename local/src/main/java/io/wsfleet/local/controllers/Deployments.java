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
 * One ReplicaSet for each template that a Deployment had. The newest grows to the wanted number: at
 * once where it is alone, after the old pods are gone with {@code Recreate}, and within what {@code
 * maxSurge} and {@code maxUnavailable} allow with {@code RollingUpdate}.
 */
final class Deployments {
  static final String HASH = "pod-template-hash";

  private Deployments() {}

  static List<Step> steps(World world) {
    List<Step> steps = new ArrayList<>();
    for (Resource deployment : world.of(Kinds.DEPLOYMENT)) {
      if (!deployment.isDeleting()) {
        steps.addAll(steps(world, deployment));
      }
    }
    return steps;
  }

  private static List<Step> steps(World world, Resource deployment) {
    List<Step> steps = new ArrayList<>();
    List<Resource> sets =
        world.controlledBy(deployment, Kinds.REPLICA_SET).stream()
            .sorted(Comparator.comparing(Resource::created))
            .toList();
    String hash = TemplateHash.of(deployment.at("/spec/template"));
    Map<String, Integer> wanted = wanted(world, deployment, sets, hash);
    if (sets.stream().noneMatch(set -> hash(set).equals(hash))) {
      steps.add(
          new Step.Create(
              Kinds.REPLICA_SET,
              deployment.namespace(),
              replicaSet(deployment, hash, wanted.getOrDefault(hash, 0))));
    }
    for (Resource set : sets) {
      int replicas = wanted.getOrDefault(hash(set), 0);
      if (set.number("/spec/replicas", 0) != replicas) {
        steps.add(new Step.Scale(set.ref(), replicas));
      }
    }
    steps.addAll(forgotten(deployment, sets, hash));
    steps.addAll(DeploymentStatus.report(world, deployment, sets, hash));
    return steps;
  }

  private static Map<String, Integer> wanted(
      World world, Resource deployment, List<Resource> sets, String hash) {
    int desired = (int) deployment.number("/spec/replicas", 1);
    Map<String, Integer> wanted = new HashMap<>();
    List<Resource> old = sets.stream().filter(set -> !hash(set).equals(hash)).toList();
    boolean alone = old.stream().allMatch(set -> podsOf(world, set) == 0);
    if (alone) {
      wanted.put(hash, desired);
    } else if (deployment.text("/spec/strategy/type").equals("Recreate")) {
      wanted.put(hash, 0);
    } else {
      Rolling rolling = Rolling.of(deployment, desired);
      sets.forEach(set -> wanted.put(hash(set), (int) set.number("/spec/replicas", 0)));
      int total = wanted.values().stream().mapToInt(Integer::intValue).sum();
      int before = wanted.getOrDefault(hash, 0);
      int grown = Math.min(desired, before + Math.max(0, desired + rolling.maxSurge() - total));
      wanted.put(hash, Math.max(grown, Math.min(before, desired)));
      shrink(world, deployment, old, wanted, desired - rolling.maxUnavailable());
    }
    return wanted;
  }

  /** Old pods that are not available go first; of the others as many as are not needed. */
  private static void shrink(
      World world,
      Resource deployment,
      List<Resource> old,
      Map<String, Integer> wanted,
      int leastAvailable) {
    int available = 0;
    for (Resource set : world.controlledBy(deployment, Kinds.REPLICA_SET)) {
      available += DeploymentStatus.pods(world, deployment, set).available();
    }
    for (Resource set : old) {
      int there = wanted.getOrDefault(hash(set), 0);
      int availableThere = DeploymentStatus.pods(world, deployment, set).available();
      int broken = Math.max(0, there - availableThere);
      int spare = Math.max(0, Math.min(availableThere, available - leastAvailable));
      available -= spare;
      wanted.put(hash(set), Math.max(0, there - broken - spare));
    }
  }

  /** Empty old ReplicaSets beyond the history that is kept, the oldest first. */
  private static List<Step> forgotten(Resource deployment, List<Resource> sets, String hash) {
    List<Resource> empty =
        sets.stream()
            .filter(set -> !hash(set).equals(hash))
            .filter(set -> set.number("/spec/replicas", 0) == 0)
            .filter(set -> set.number("/status/replicas", 0) == 0)
            .toList();
    long kept = deployment.number("/spec/revisionHistoryLimit", 10);
    return empty.stream()
        .limit(Math.max(0, empty.size() - kept))
        .<Step>map(set -> new Step.Delete(set.ref()))
        .toList();
  }

  private static long podsOf(World world, Resource set) {
    return world.controlledBy(set, Kinds.POD).size() + set.number("/spec/replicas", 0);
  }

  private static ObjectNode replicaSet(Resource deployment, String hash, int replicas) {
    ObjectNode set = Json.object();
    ObjectNode metadata = set.putObject("metadata");
    metadata.put("name", deployment.name() + "-" + hash);
    ObjectNode template = (ObjectNode) deployment.at("/spec/template").deepCopy();
    template.withObject("/metadata/labels").put(HASH, hash);
    metadata.set("labels", template.at("/metadata/labels").deepCopy());
    metadata.putArray("ownerReferences").add(Owner.of(deployment));
    ObjectNode spec = set.putObject("spec");
    spec.put("replicas", replicas);
    JsonNode minReady = deployment.at("/spec/minReadySeconds");
    if (minReady.isInt()) {
      spec.set("minReadySeconds", minReady);
    }
    spec.set("selector", deployment.at("/spec/selector").deepCopy());
    spec.withObject("/selector/matchLabels").put(HASH, hash);
    spec.set("template", template);
    return set;
  }

  static String hash(Resource set) {
    return set.labels().getOrDefault(HASH, "");
  }
}
