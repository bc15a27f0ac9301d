package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import java.time.Instant;

/** Sets the conditions of a CustomResourceDefinition whose kind is served. */
final class CrdConditions {
  private CrdConditions() {}

  static ObjectNode withEstablished(ObjectNode definition, Instant now) {
    ObjectNode status = Json.child(definition, "status");
    ArrayNode conditions = status.putArray("conditions");
    add(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
    add(conditions, "Established", "InitialNamesAccepted", "the kind is served", now);
    status.set("acceptedNames", definition.at("/spec/names").deepCopy());
    status.putArray("storedVersions").add(definition.at("/spec/versions/0/name"));
    return definition;
  }

  private static void add(
      ArrayNode conditions, String type, String reason, String message, Instant now) {
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("reason", reason)
        .put("message", message)
        .put("lastTransitionTime", now.toString());
  }
}
