package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What goes with its owners, or with its namespace; and events beyond a number. */
final class Garbage {
  private static final int EVENTS_KEPT = 500;

  private Garbage() {}

  static List<Step> steps(World world) {
    Set<String> alive = new HashSet<>();
    world.all().forEach(one -> alive.add(one.uid()));
    Set<String> namespaces = new HashSet<>();
    world.of(Kinds.NAMESPACE).forEach(namespace -> namespaces.add(namespace.name()));
    Stream<Resource> left =
        world.all().stream()
            .filter(one -> !one.isDeleting())
            .filter(one -> isOrphan(one, alive) || isNowhere(one, namespaces));
    return Stream.concat(left, oldEvents(world))
        .<Step>map(one -> new Step.Delete(one.ref()))
        .toList();
  }

  private static Stream<Resource> oldEvents(World world) {
    List<Resource> events = world.of(Kinds.EVENT);
    return events.stream()
        .sorted(Comparator.comparing(Resource::created))
        .limit(Math.max(0, events.size() - EVENTS_KEPT));
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

  private static boolean isNowhere(Resource resource, Set<String> namespaces) {
    return resource.kind().namespaced() && !namespaces.contains(resource.namespace());
  }
}
