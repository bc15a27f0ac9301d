package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Deletes objects whose owner or namespace is gone, and events above the limit. */
final class GarbageCollector {
  private static final int MAX_EVENTS = 500;

  private GarbageCollector() {}

  static List<Action> reconcile(ClusterSnapshot clusterSnapshot) {
    Set<String> alive = new HashSet<>();
    clusterSnapshot.all().forEach(one -> alive.add(one.uid()));
    Set<String> namespaces = new HashSet<>();
    clusterSnapshot.of(Kinds.NAMESPACE).forEach(namespace -> namespaces.add(namespace.name()));
    Stream<Resource> left =
        clusterSnapshot.all().stream()
            .filter(one -> !one.isDeleting())
            .filter(one -> isOrphan(one, alive) || isInDeletedNamespace(one, namespaces));
    return Stream.concat(left, excessEvents(clusterSnapshot))
        .<Action>map(one -> new Action.Delete(one.ref()))
        .toList();
  }

  private static Stream<Resource> excessEvents(ClusterSnapshot clusterSnapshot) {
    List<Resource> events = clusterSnapshot.of(Kinds.EVENT);
    return events.stream()
        .sorted(Comparator.comparing(Resource::created))
        .limit(Math.max(0, events.size() - MAX_EVENTS));
  }

  private static boolean isOrphan(Resource resource, Set<String> alive) {
    JsonNode owners = resource.at("/metadata/ownerReferences");
    for (JsonNode owner : owners) {
      if (alive.contains(owner.path("uid").asText())) {
        return false;
      }
    }
    return !owners.isEmpty();
  }

  private static boolean isInDeletedNamespace(Resource resource, Set<String> namespaces) {
    return resource.kind().namespaced() && !namespaces.contains(resource.namespace());
  }
}
