package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Resource;
import java.util.List;

/** Restricts a write to its part of an object: the status, or everything but the status. */
final class Subresources {
  private Subresources() {}

  /** The stored object with the part of {@code wanted} that the request may write. */
  static ObjectNode restrictUpdate(Resource before, ObjectNode wanted, WriteOptions writeOptions) {
    if (writeOptions.isToStatus()) {
      ObjectNode object = before.copy();
      object.remove("status");
      if (wanted.has("status")) {
        object.set("status", wanted.get("status"));
      }
      return object;
    }
    if (before.kind().hasStatus()) {
      wanted.remove("status");
      if (before.json().has("status")) {
        wanted.set("status", before.json().get("status").deepCopy());
      }
    }
    return wanted;
  }

  /** The part of an applied configuration that the request may write. */
  static ObjectNode restrictApply(Kind kind, ObjectNode given, WriteOptions writeOptions) {
    ObjectNode applied = given.deepCopy();
    if (writeOptions.isToStatus()) {
      applied.retain("apiVersion", "kind", "metadata", "status");
      Json.child(applied, "metadata").retain("name", "namespace");
    } else if (kind.hasStatus()) {
      applied.remove("status");
    }
    Json.child(applied, "metadata").remove(List.of("managedFields", "creationTimestamp", "uid"));
    return applied;
  }
}
