package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Change;
import io.wsfleet.local.api.Served;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Resource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What one watcher is told of a change: an object that comes into what it asked for is new to it.
 */
record Watch(Served served, Filter filter, boolean asTable, InstantSource clock) {

  Optional<ObjectNode> event(Change change) {
    if (!change.after().kind().qualified().equals(served.kind().qualified())) {
      return Optional.empty();
    }
    boolean was = change.before() != null && filter.accepts(change.before());
    boolean is = !change.deleted() && filter.accepts(change.after());
    if (!was && !is) {
      return Optional.empty();
    }
    String type = !was ? "ADDED" : is ? "MODIFIED" : "DELETED";
    return Optional.of(event(type, change.after()));
  }

  ObjectNode event(String type, Resource resource) {
    ObjectNode event = Json.object().put("type", type);
    long version = resource.number("/metadata/resourceVersion", 0);
    event.set(
        "object",
        asTable ? Table.of(served, List.of(resource), version, clock.instant()) : resource.json());
    return event;
  }
}
