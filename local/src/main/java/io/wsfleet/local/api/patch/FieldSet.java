package io.wsfleet.local.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.schema.MergeSchema;
import io.wsfleet.local.api.schema.MergeSchema.ListMerge;
import io.wsfleet.local.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sets of fields in the form of {@code metadata.managedFields}: a tree with {@code f:name} for a
 * field, {@code k:{…}} for an item with keys, {@code v:…} for a value of a set, and {@code .} for
 * the item itself. A leaf is an empty object.
 */
final class FieldSet {
  private static final String ITSELF = ".";

  private FieldSet() {}

  /** The fields that a value has. */
  static ObjectNode of(JsonNode value, MergeSchema mergeSchema) {
    ObjectNode fields = Json.object();
    if (value.isObject() && !mergeSchema.isAtomic()) {
      value
          .properties()
          .forEach(
              field ->
                  fields.set(
                      "f:" + field.getKey(),
                      of(field.getValue(), mergeSchema.field(field.getKey()))));
    } else if (value.isArray() && mergeSchema.listMerge().type() != ListMerge.Type.ATOMIC) {
      for (JsonNode item : value) {
        fields.set(element(item, mergeSchema), ofElement(item, mergeSchema));
      }
    }
    return fields;
  }

  /** The fields that two values do not have in common, whichever has them. */
  static ObjectNode changed(JsonNode before, JsonNode after, MergeSchema mergeSchema) {
    ObjectNode changed = Json.object();
    if (before.isObject() && after.isObject() && !mergeSchema.isAtomic()) {
      before
          .properties()
          .forEach(
              field -> {
                String name = field.getKey();
                addChange(
                    changed,
                    "f:" + name,
                    field.getValue(),
                    after.path(name),
                    mergeSchema.field(name));
              });
      after
          .properties()
          .forEach(
              field -> {
                String name = field.getKey();
                if (!before.has(name)) {
                  changed.set("f:" + name, of(field.getValue(), mergeSchema.field(name)));
                }
              });
    } else if (before.isArray()
        && after.isArray()
        && mergeSchema.listMerge().type() != ListMerge.Type.ATOMIC) {
      for (JsonNode item : before) {
        JsonNode now = find(after, item, mergeSchema);
        if (now.isMissingNode()) {
          changed.set(element(item, mergeSchema), ofElement(item, mergeSchema));
        } else {
          addChange(changed, element(item, mergeSchema), item, now, mergeSchema.item());
        }
      }
      for (JsonNode item : after) {
        if (find(before, item, mergeSchema).isMissingNode()) {
          changed.set(element(item, mergeSchema), ofElement(item, mergeSchema));
        }
      }
    }
    return changed;
  }

  private static void addChange(
      ObjectNode changed,
      String element,
      JsonNode before,
      JsonNode after,
      MergeSchema mergeSchema) {
    if (before.equals(after)) {
      return;
    }
    if (after.isMissingNode()) {
      changed.set(element, of(before, mergeSchema));
    } else {
      changed.set(element, changed(before, after, mergeSchema));
    }
  }

  static ObjectNode union(ObjectNode one, ObjectNode other) {
    ObjectNode union = one.deepCopy();
    for (Map.Entry<String, JsonNode> field : other.properties()) {
      union.set(field.getKey(), union(child(union, field.getKey()), (ObjectNode) field.getValue()));
    }
    return union;
  }

  /** The fields of both sets. If one set has only a field itself, the result has that. */
  static ObjectNode intersection(ObjectNode one, ObjectNode other) {
    ObjectNode both = Json.object();
    for (Map.Entry<String, JsonNode> field : one.properties()) {
      if (other.get(field.getKey()) instanceof ObjectNode there) {
        ObjectNode here = (ObjectNode) field.getValue();
        ObjectNode below = intersection(here, there);
        if (here.isEmpty() || there.isEmpty() || !below.isEmpty()) {
          both.set(field.getKey(), below);
        }
      }
    }
    return both;
  }

  /**
   * The fields of the first set only. A set with only a field itself has none of the fields below
   * it.
   */
  static ObjectNode minus(ObjectNode one, ObjectNode other) {
    ObjectNode rest = Json.object();
    for (Map.Entry<String, JsonNode> field : one.properties()) {
      ObjectNode here = (ObjectNode) field.getValue();
      if (!(other.get(field.getKey()) instanceof ObjectNode there)) {
        rest.set(field.getKey(), here);
      } else if (!here.isEmpty()) {
        ObjectNode below = minus(here, there);
        if (!below.isEmpty()) {
          rest.set(field.getKey(), below);
        }
      }
    }
    return rest;
  }

  /** The paths as people read them: {@code .spec.ports[name="http"].port}. */
  static List<String> paths(ObjectNode fields) {
    List<String> paths = new ArrayList<>();
    collectPaths(fields, "", paths);
    return paths;
  }

  private static void collectPaths(ObjectNode fields, String prefix, List<String> paths) {
    if (fields.isEmpty()) {
      paths.add(prefix);
    }
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = field.getKey();
      if (name.equals(ITSELF)) {
        paths.add(prefix);
      } else {
        String step =
            name.startsWith("f:") ? "." + name.substring(2) : "[" + name.substring(2) + "]";
        collectPaths((ObjectNode) field.getValue(), prefix + step, paths);
      }
    }
  }

  /** The name of an item or of a set's value. */
  static String element(JsonNode item, MergeSchema mergeSchema) {
    ListMerge listMerge = mergeSchema.listMerge();
    if (listMerge.type() == ListMerge.Type.SET) {
      return "v:" + text(item);
    }
    ObjectNode key = Json.object();
    listMerge.keysWithDefaults().keySet().forEach(name -> key.set(name, listMerge.key(item, name)));
    return "k:" + text(key);
  }

  static boolean ownsItself(JsonNode fields) {
    return fields.isEmpty() || fields.has(ITSELF);
  }

  private static ObjectNode ofElement(JsonNode item, MergeSchema mergeSchema) {
    if (mergeSchema.listMerge().type() == ListMerge.Type.SET) {
      return Json.object();
    }
    ObjectNode fields = Json.object();
    fields.putObject(ITSELF);
    fields.setAll(of(item, mergeSchema.item()));
    return fields;
  }

  private static JsonNode find(JsonNode list, JsonNode wanted, MergeSchema mergeSchema) {
    String element = element(wanted, mergeSchema);
    for (JsonNode item : list) {
      if (element(item, mergeSchema).equals(element)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode there ? there : Json.object();
  }

  private static String text(JsonNode node) {
    return new String(Json.bytes(node), StandardCharsets.UTF_8);
  }
}
