package io.wsfleet.local.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.patch.ManagedFields.FieldManager;
import io.wsfleet.local.api.schema.MergeSchema;
import io.wsfleet.local.api.schema.MergeSchema.ListMerge;
import io.wsfleet.local.model.Json;
import java.util.List;
import java.util.Map;

/**
 * Server-side apply. What the manager applied before and applies no longer is removed, unless
 * another manager owns it too; what it applies now is merged in. Where that changes a field that
 * another manager owns it is a conflict, unless it is forced.
 */
public final class ServerSideApply {
  private ServerSideApply() {}

  /** The object after an apply, and the conflicts that refuse it unless it is forced. */
  public record Result(ObjectNode object, List<String> conflicts) {}

  public static Result apply(
      ObjectNode live, ObjectNode applied, MergeSchema mergeSchema, FieldManager fieldManager) {
    ObjectNode fields = FieldSet.of(ManagedFields.withoutUnownedFields(applied), mergeSchema);
    ObjectNode given =
        FieldSet.minus(
            FieldSet.minus(ManagedFields.appliedBy(live, fieldManager), fields),
            ManagedFields.ownedByOthers(live, fieldManager));
    ObjectNode result = live.deepCopy();
    remove(result, given, mergeSchema);
    merge(result, applied, mergeSchema);
    ObjectNode changed =
        FieldSet.intersection(
            fields,
            FieldSet.changed(
                ManagedFields.withoutUnownedFields(live),
                ManagedFields.withoutUnownedFields(result),
                mergeSchema));
    return new Result(result, ManagedFields.conflicts(live, changed, fieldManager));
  }

  private static void merge(ObjectNode live, ObjectNode applied, MergeSchema mergeSchema) {
    for (Map.Entry<String, JsonNode> field : applied.properties()) {
      String name = field.getKey();
      MergeSchema below = mergeSchema.field(name);
      JsonNode there = live.path(name);
      JsonNode wanted = field.getValue();
      if (wanted instanceof ObjectNode object
          && there instanceof ObjectNode into
          && !below.isAtomic()) {
        merge(into, object, below);
      } else if (wanted instanceof ArrayNode list
          && there instanceof ArrayNode into
          && below.listMerge().type() != ListMerge.Type.ATOMIC) {
        mergeList(into, list, below);
      } else {
        live.set(name, wanted.deepCopy());
      }
    }
  }

  private static void mergeList(ArrayNode live, ArrayNode applied, MergeSchema mergeSchema) {
    for (JsonNode item : applied) {
      int at = indexOf(live, FieldSet.element(item, mergeSchema), mergeSchema);
      if (at < 0) {
        live.add(item.deepCopy());
      } else if (item instanceof ObjectNode object && live.get(at) instanceof ObjectNode into) {
        merge(into, object, mergeSchema.item());
      }
    }
  }

  private static void remove(JsonNode live, ObjectNode fields, MergeSchema mergeSchema) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String element = field.getKey();
      ObjectNode below = (ObjectNode) field.getValue();
      if (element.startsWith("f:") && live instanceof ObjectNode object) {
        removeField(object, element.substring(2), below, mergeSchema);
      } else if (live instanceof ArrayNode list) {
        removeItem(list, element, below, mergeSchema);
      }
    }
  }

  private static void removeField(
      ObjectNode object, String name, ObjectNode below, MergeSchema mergeSchema) {
    JsonNode value = object.path(name);
    if (!below.isEmpty()) {
      remove(value, below, mergeSchema.field(name));
    }
    if (below.isEmpty() || (value.isContainerNode() && value.isEmpty())) {
      object.remove(name);
    }
  }

  private static void removeItem(
      ArrayNode list, String element, ObjectNode below, MergeSchema mergeSchema) {
    int at = indexOf(list, element, mergeSchema);
    if (at >= 0 && FieldSet.ownsItself(below)) {
      list.remove(at);
    } else if (at >= 0) {
      remove(list.get(at), below, mergeSchema.item());
    }
  }

  private static int indexOf(ArrayNode list, String element, MergeSchema mergeSchema) {
    for (int i = 0; i < list.size(); i++) {
      if (FieldSet.element(list.get(i), mergeSchema).equals(element)) {
        return i;
      }
    }
    return -1;
  }

  /** An object with only the identity, for an apply that creates. */
  public static ObjectNode emptyObject(ObjectNode applied) {
    ObjectNode nothing = Json.object();
    nothing.set("apiVersion", applied.path("apiVersion"));
    nothing.set("kind", applied.path("kind"));
    return nothing;
  }
}
