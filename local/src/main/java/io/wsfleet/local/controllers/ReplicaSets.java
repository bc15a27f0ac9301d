package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** As many pods as each ReplicaSet asks for. */
final class ReplicaSets {
  private static final String COST =
      "/metadata/annotations/controller.kubernetes.io~1pod-deletion-cost";

  private ReplicaSets() {}

  static List<Step> steps(World world) {
    List<Step> steps = new ArrayList<>();
    for (Resource set : world.of(Kinds.REPLICA_SET)) {
      if (!set.isDeleting()) {
        steps.addAll(steps(world, set));
      }
    }
    return steps;
  }

  private static List<Step> steps(World world, Resource set) {
    List<Step> steps = new ArrayList<>();
    List<Resource> pods =
        world.controlledBy(set, Kinds.POD).stream().filter(Replicas::counts).toList();
    int desired = (int) set.number("/spec/replicas", 1);
    for (int i = pods.size(); i < desired; i++) {
      steps.add(new Step.Create(Kinds.POD, set.namespace(), pod(set)));
    }
    pods.stream()
        .sorted(FIRST_TO_GO)
        .limit(Math.max(0, pods.size() - desired))
        .forEach(pod -> steps.add(new Step.Delete(pod.ref())));
    steps.addAll(report(world, set, pods));
    return steps;
  }

  /** Those that are not ready, then the cheapest, then the newest. */
  private static final Comparator<Resource> FIRST_TO_GO =
      Comparator.<Resource, Boolean>comparing(pod -> pod.condition("Ready").equals("True"))
          .thenComparing(pod -> pod.number(COST, 0))
          .thenComparing(Comparator.comparing(Resource::created).reversed())
          .thenComparing(Resource::name);

  private static ObjectNode pod(Resource set) {
    ObjectNode pod = Json.object();
    ObjectNode metadata = pod.putObject("metadata").put("generateName", set.name() + "-");
    metadata.set("labels", set.at("/spec/template/metadata/labels").deepCopy());
    if (set.at("/spec/template/metadata").has("annotations")) {
      metadata.set("annotations", set.at("/spec/template/metadata/annotations").deepCopy());
    }
    metadata.putArray("ownerReferences").add(Owner.of(set));
    pod.set("spec", set.at("/spec/template/spec").deepCopy());
    return pod;
  }

  private static List<Step> report(World world, Resource set, List<Resource> pods) {
    Duration minReady = Duration.ofSeconds(set.number("/spec/minReadySeconds", 0));
    Replicas replicas = Replicas.of(pods, minReady, world.now());
    ObjectNode status =
        Json.object()
            .put("observedGeneration", set.number("/metadata/generation", 1))
            .put("replicas", replicas.total())
            .put("fullyLabeledReplicas", replicas.total())
            .put("readyReplicas", replicas.ready())
            .put("availableReplicas", replicas.available());
    return status.equals(set.at("/status"))
        ? List.of()
        : List.of(new Step.Report(set.ref(), status));
  }
}
