package io.wsfleet.local.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** An object of the cluster. Its tree is shared: take a {@link #copy()} to change it. */
public record Resource(Kind kind, ObjectNode json) {

  public Ref ref() {
    return kind.ref(namespace(), name());
  }

  public String name() {
    return text("/metadata/name");
  }

  public String namespace() {
    return text("/metadata/namespace");
  }

  public String uid() {
    return text("/metadata/uid");
  }

  public Map<String, String> labels() {
    return Json.strings(at("/metadata/labels"));
  }

  public JsonNode at(String pointer) {
    return json.at(pointer);
  }

  public String text(String pointer) {
    return json.at(pointer).asText("");
  }

  public long number(String pointer, long otherwise) {
    return json.at(pointer).asLong(otherwise);
  }

  public Instant created() {
    String created = text("/metadata/creationTimestamp");
    return created.isEmpty() ? Instant.EPOCH : Instant.parse(created);
  }

  public boolean isDeleting() {
    return json.at("/metadata").has("deletionTimestamp");
  }

  public boolean isControlledBy(Resource owner) {
    for (JsonNode reference : at("/metadata/ownerReferences")) {
      if (reference.path("controller").asBoolean()
          && reference.path("uid").asText().equals(owner.uid())) {
        return true;
      }
    }
    return false;
  }

  public boolean hasCondition(String type) {
    return at("/status/conditions").findValuesAsText("type").contains(type);
  }

  /** The status of a condition, "Unknown" if there is none. */
  public String condition(String type) {
    for (JsonNode condition : at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText();
      }
    }
    return "Unknown";
  }

  public ObjectNode copy() {
    return json.deepCopy();
  }
}
