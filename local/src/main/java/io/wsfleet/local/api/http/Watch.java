package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.ObjectChange;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Resource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The events of one watch for a change: an object that begins to match the selectors is ADDED. */
record Watch(
    ServedKind servedKind, ObjectFilter objectFilter, boolean asTable, InstantSource clock) {

  Optional<ObjectNode> event(ObjectChange objectChange) {
    if (!objectChange.after().kind().qualified().equals(servedKind.kind().qualified())) {
      return Optional.empty();
    }
    boolean was = objectChange.before() != null && objectFilter.matches(objectChange.before());
    boolean is = !objectChange.deleted() && objectFilter.matches(objectChange.after());
    if (!was && !is) {
      return Optional.empty();
    }
    String type = !was ? "ADDED" : is ? "MODIFIED" : "DELETED";
    return Optional.of(event(type, objectChange.after()));
  }

  ObjectNode event(String type, Resource resource) {
    ObjectNode event = Json.object().put("type", type);
    long version = resource.number("/metadata/resourceVersion", 0);
    event.set(
        "object",
        asTable
            ? Table.of(servedKind, List.of(resource), version, clock.instant())
            : resource.json());
    return event;
  }
}
