package io.wsfleet.local.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.patch.Ownership.Writer;
import io.wsfleet.local.api.schema.Shape;
import io.wsfleet.local.api.schema.Shape.Merge;
import io.wsfleet.local.model.Json;
import java.util.List;
import java.util.Map;

/**
 * Server-side apply. What the manager applied before and applies no longer is removed, unless
 * another manager owns it too; what it applies now is merged in. Where that changes a field that
 * another manager owns it is a conflict, unless it is forced.
 */
public final class Apply {
  private Apply() {}

  /** What becomes of the object, and the conflicts that forbid it, unless it is forced. */
  public record Result(ObjectNode object, List<String> conflicts) {}

  public static Result apply(ObjectNode live, ObjectNode applied, Shape shape, Writer writer) {
    ObjectNode fields = Fields.of(Ownership.ownable(applied), shape);
    ObjectNode given =
        Fields.minus(
            Fields.minus(Ownership.appliedBy(live, writer), fields),
            Ownership.ownedByOthers(live, writer));
    ObjectNode result = live.deepCopy();
    remove(result, given, shape);
    merge(result, applied, shape);
    ObjectNode changed =
        Fields.intersection(
            fields, Fields.changed(Ownership.ownable(live), Ownership.ownable(result), shape));
    return new Result(result, Ownership.conflicts(live, changed, writer));
  }

  private static void merge(ObjectNode live, ObjectNode applied, Shape shape) {
    for (Map.Entry<String, JsonNode> field : applied.properties()) {
      String name = field.getKey();
      Shape below = shape.field(name);
      JsonNode there = live.path(name);
      JsonNode wanted = field.getValue();
      if (wanted instanceof ObjectNode object
          && there instanceof ObjectNode into
          && !below.isAtomic()) {
        merge(into, object, below);
      } else if (wanted instanceof ArrayNode list
          && there instanceof ArrayNode into
          && below.list().type() != Merge.Type.REPLACED) {
        mergeList(into, list, below);
      } else {
        live.set(name, wanted.deepCopy());
      }
    }
  }

  private static void mergeList(ArrayNode live, ArrayNode applied, Shape shape) {
    for (JsonNode item : applied) {
      int at = indexOf(live, Fields.element(item, shape), shape);
      if (at < 0) {
        live.add(item.deepCopy());
      } else if (item instanceof ObjectNode object && live.get(at) instanceof ObjectNode into) {
        merge(into, object, shape.item());
      }
    }
  }

  private static void remove(JsonNode live, ObjectNode fields, Shape shape) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String element = field.getKey();
      ObjectNode below = (ObjectNode) field.getValue();
      if (element.startsWith("f:") && live instanceof ObjectNode object) {
        removeField(object, element.substring(2), below, shape);
      } else if (live instanceof ArrayNode list) {
        removeItem(list, element, below, shape);
      }
    }
  }

  private static void removeField(ObjectNode object, String name, ObjectNode below, Shape shape) {
    JsonNode value = object.path(name);
    if (!below.isEmpty()) {
      remove(value, below, shape.field(name));
    }
    if (below.isEmpty() || (value.isContainerNode() && value.isEmpty())) {
      object.remove(name);
    }
  }

  private static void removeItem(ArrayNode list, String element, ObjectNode below, Shape shape) {
    int at = indexOf(list, element, shape);
    if (at >= 0 && Fields.ownsItself(below)) {
      list.remove(at);
    } else if (at >= 0) {
      remove(list.get(at), below, shape.item());
    }
  }

  private static int indexOf(ArrayNode list, String element, Shape shape) {
    for (int i = 0; i < list.size(); i++) {
      if (Fields.element(list.get(i), shape).equals(element)) {
        return i;
      }
    }
    return -1;
  }

  /** An empty object of the same identity, for an apply that creates. */
  public static ObjectNode nothing(ObjectNode applied) {
    ObjectNode nothing = Json.object();
    nothing.set("apiVersion", applied.path("apiVersion"));
    nothing.set("kind", applied.path("kind"));
    return nothing;
  }
}
