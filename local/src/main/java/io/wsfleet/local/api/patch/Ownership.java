package io.wsfleet.local.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.schema.Shape;
import io.wsfleet.local.model.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns which fields of an object: reads and writes {@code metadata.managedFields}. */
public final class Ownership {
  private static final Set<String> NOBODYS_METADATA =
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

  private Ownership() {}

  /** Who writes, how and to which part. */
  public record Writer(String manager, boolean applies, String subresource) {
    boolean wrote(JsonNode entry) {
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
  public static void record(
      @Nullable ObjectNode before,
      ObjectNode after,
      Shape shape,
      Writer writer,
      @Nullable ObjectNode applied,
      Instant now) {
    ObjectNode there = ownable(after);
    ObjectNode all = Fields.of(there, shape);
    ObjectNode changed = before == null ? all : Fields.changed(ownable(before), there, shape);
    ArrayNode entries = Json.object().arrayNode();
    ObjectNode mine = Json.object();
    for (JsonNode entry : before == null ? entries : before.at("/metadata/managedFields")) {
      ObjectNode owned = (ObjectNode) entry.path("fieldsV1");
      if (writer.wrote(entry)) {
        mine = owned;
      } else {
        ObjectNode kept = Fields.intersection(Fields.minus(owned, changed), all);
        if (!kept.isEmpty()) {
          entries.add(((ObjectNode) entry.deepCopy()).set("fieldsV1", kept));
        }
      }
    }
    ObjectNode owned =
        applied != null
            ? Fields.of(ownable(applied), shape)
            : Fields.intersection(Fields.union(mine, changed), all);
    if (!owned.isEmpty()) {
      boolean same = owned.equals(mine) && changed.isEmpty();
      String time = before != null && same ? timeOf(before, writer) : time(now);
      entries.add(entry(writer, after, owned, time));
    }
    Json.child(after, "metadata").set("managedFields", entries);
  }

  /** What a manager has applied before. */
  static ObjectNode appliedBy(ObjectNode object, Writer writer) {
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (writer.wrote(entry)) {
        return (ObjectNode) entry.path("fieldsV1");
      }
    }
    return Json.object();
  }

  static ObjectNode ownedByOthers(ObjectNode object, Writer writer) {
    ObjectNode others = Json.object();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (!writer.wrote(entry)) {
        others = Fields.union(others, (ObjectNode) entry.path("fieldsV1"));
      }
    }
    return others;
  }

  /** Where a change touches what others own, in the words of the API server. */
  static List<String> conflicts(ObjectNode object, ObjectNode changed, Writer writer) {
    List<String> conflicts = new ArrayList<>();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (!writer.wrote(entry)) {
        ObjectNode both = Fields.intersection((ObjectNode) entry.path("fieldsV1"), changed);
        for (String path : Fields.paths(both)) {
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

  /** An object without what no manager owns. */
  static ObjectNode ownable(ObjectNode object) {
    ObjectNode ownable = object.deepCopy();
    ownable.remove(List.of("apiVersion", "kind"));
    if (ownable.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(NOBODYS_METADATA);
      if (metadata.isEmpty()) {
        ownable.remove("metadata");
      }
    }
    return ownable;
  }

  private static ObjectNode entry(Writer writer, ObjectNode object, ObjectNode owned, String time) {
    ObjectNode entry =
        Json.object()
            .put("manager", writer.manager())
            .put("operation", writer.operation())
            .put("apiVersion", object.path("apiVersion").asText())
            .put("time", time)
            .put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", owned);
    if (!writer.subresource().isEmpty()) {
      entry.put("subresource", writer.subresource());
    }
    return entry;
  }

  private static String timeOf(ObjectNode object, Writer writer) {
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (writer.wrote(entry)) {
        return entry.path("time").asText();
      }
    }
    return "";
  }

  private static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
