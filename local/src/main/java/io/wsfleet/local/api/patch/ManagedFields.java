package io.wsfleet.local.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.schema.MergeSchema;
import io.wsfleet.local.model.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The owners of an object's fields: reads and writes {@code metadata.managedFields}. */
public final class ManagedFields {
  private static final Set<String> UNOWNED_METADATA =
      Set.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "managedFields");

  private ManagedFields() {}

  /** The manager, operation and subresource of a write. */
  public record FieldManager(String manager, boolean applies, String subresource) {
    boolean owns(JsonNode entry) {
      return entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals(operation())
          && entry.path("subresource").asText("").equals(subresource);
    }

    String operation() {
      return applies ? "Apply" : "Update";
    }
  }

  /**
   * Notes in {@code after} who owns what, now that the writer changed {@code before} to it.
   *
   * @param applied what the writer asked to own, if it applied; else it owns what it changed
   */
  public static void update(
      @Nullable ObjectNode before,
      ObjectNode after,
      MergeSchema mergeSchema,
      FieldManager fieldManager,
      @Nullable ObjectNode applied,
      Instant now) {
    ObjectNode there = withoutUnownedFields(after);
    ObjectNode all = FieldSet.of(there, mergeSchema);
    ObjectNode changed =
        before == null ? all : FieldSet.changed(withoutUnownedFields(before), there, mergeSchema);
    ArrayNode entries = Json.object().arrayNode();
    ObjectNode mine = Json.object();
    for (JsonNode entry : before == null ? entries : before.at("/metadata/managedFields")) {
      ObjectNode owned = (ObjectNode) entry.path("fieldsV1");
      if (fieldManager.owns(entry)) {
        mine = owned;
      } else {
        ObjectNode kept = FieldSet.intersection(FieldSet.minus(owned, changed), all);
        if (!kept.isEmpty()) {
          entries.add(((ObjectNode) entry.deepCopy()).set("fieldsV1", kept));
        }
      }
    }
    ObjectNode owned =
        applied != null
            ? FieldSet.of(withoutUnownedFields(applied), mergeSchema)
            : FieldSet.intersection(FieldSet.union(mine, changed), all);
    if (!owned.isEmpty()) {
      boolean same = owned.equals(mine) && changed.isEmpty();
      String time = before != null && same ? timeOf(before, fieldManager) : time(now);
      entries.add(entry(fieldManager, after, owned, time));
    }
    Json.child(after, "metadata").set("managedFields", entries);
  }

  /** The fields that a manager applied before. */
  static ObjectNode appliedBy(ObjectNode object, FieldManager fieldManager) {
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (fieldManager.owns(entry)) {
        return (ObjectNode) entry.path("fieldsV1");
      }
    }
    return Json.object();
  }

  static ObjectNode ownedByOthers(ObjectNode object, FieldManager fieldManager) {
    ObjectNode others = Json.object();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (!fieldManager.owns(entry)) {
        others = FieldSet.union(others, (ObjectNode) entry.path("fieldsV1"));
      }
    }
    return others;
  }

  /**
   * The conflicts between a change and the fields of other managers, in the words of Kubernetes.
   */
  static List<String> conflicts(ObjectNode object, ObjectNode changed, FieldManager fieldManager) {
    List<String> conflicts = new ArrayList<>();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (!fieldManager.owns(entry)) {
        ObjectNode both = FieldSet.intersection((ObjectNode) entry.path("fieldsV1"), changed);
        for (String path : FieldSet.paths(both)) {
          if (!path.isEmpty()) {
            conflicts.add(
                "conflict with \"%s\" using %s: %s"
                    .formatted(
                        entry.path("manager").asText(), entry.path("apiVersion").asText(), path));
          }
        }
      }
    }
    return conflicts;
  }

  /** The object without the fields that no manager owns. */
  static ObjectNode withoutUnownedFields(ObjectNode object) {
    ObjectNode ownable = object.deepCopy();
    ownable.remove(List.of("apiVersion", "kind"));
    if (ownable.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(UNOWNED_METADATA);
      if (metadata.isEmpty()) {
        ownable.remove("metadata");
      }
    }
    return ownable;
  }

  private static ObjectNode entry(
      FieldManager fieldManager, ObjectNode object, ObjectNode owned, String time) {
    ObjectNode entry =
        Json.object()
            .put("manager", fieldManager.manager())
            .put("operation", fieldManager.operation())
            .put("apiVersion", object.path("apiVersion").asText())
            .put("time", time)
            .put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", owned);
    if (!fieldManager.subresource().isEmpty()) {
      entry.put("subresource", fieldManager.subresource());
    }
    return entry;
  }

  private static String timeOf(ObjectNode object, FieldManager fieldManager) {
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (fieldManager.owns(entry)) {
        return entry.path("time").asText();
      }
    }
    return "";
  }

  private static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
