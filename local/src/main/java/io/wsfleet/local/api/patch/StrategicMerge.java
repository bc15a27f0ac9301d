package io.wsfleet.local.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.schema.MergeSchema;
import io.wsfleet.local.api.schema.MergeSchema.ListMerge;
import io.wsfleet.local.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Strategic merge patch, as kubectl sends it for built-in kinds: lists with keys are merged item by
 * item, by their first key. {@code $patch}, {@code $retainKeys} and {@code
 * $deleteFromPrimitiveList/} are obeyed; {@code $setElementOrder/} only says an order and is left
 * out.
 */
public final class StrategicMerge {
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

  private StrategicMerge() {}

  public static ObjectNode apply(ObjectNode target, ObjectNode patch, MergeSchema mergeSchema) {
    return mergeObject(target.deepCopy(), patch, mergeSchema);
  }

  private static ObjectNode mergeObject(
      ObjectNode target, ObjectNode patch, MergeSchema mergeSchema) {
    ObjectNode into = patch.path("$patch").asText().equals("replace") ? Json.object() : target;
    if (patch.has("$retainKeys")) {
      List<String> retained = new ArrayList<>();
      patch.get("$retainKeys").forEach(name -> retained.add(name.asText()));
      into.retain(retained);
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (name.startsWith(DELETE_FROM)) {
        removeValues(into.path(name.substring(DELETE_FROM.length())), value);
      } else if (name.startsWith("$")) {
        continue;
      } else if (value.isNull()) {
        into.remove(name);
      } else {
        into.set(name, merge(into.path(name), value, mergeSchema.field(name)));
      }
    }
    return into;
  }

  private static JsonNode merge(JsonNode target, JsonNode patch, MergeSchema mergeSchema) {
    if (patch instanceof ObjectNode object) {
      ObjectNode into = target instanceof ObjectNode there ? there : Json.object();
      return mergeObject(into, object, mergeSchema);
    }
    if (patch instanceof ArrayNode list
        && mergeSchema.listMerge().type() != ListMerge.Type.ATOMIC) {
      ArrayNode into = target instanceof ArrayNode there ? there : list.arrayNode();
      return mergeList(into, list, mergeSchema);
    }
    return patch;
  }

  private static ArrayNode mergeList(ArrayNode target, ArrayNode patch, MergeSchema mergeSchema) {
    ListMerge listMerge = mergeSchema.listMerge();
    for (JsonNode item : patch) {
      if (item.path("$patch").asText().equals("replace")) {
        target.removeAll();
        continue;
      }
      int at = indexOf(target, item, listMerge);
      if (item.path("$patch").asText().equals("delete")) {
        if (at >= 0) {
          target.remove(at);
        }
      } else if (at >= 0) {
        target.set(at, merge(target.get(at), item, mergeSchema.item()));
      } else {
        target.add(merge(Json.object(), item, mergeSchema.item()));
      }
    }
    return target;
  }

  private static int indexOf(ArrayNode list, JsonNode item, ListMerge listMerge) {
    for (int i = 0; i < list.size(); i++) {
      boolean same =
          listMerge.type() == ListMerge.Type.SET
              ? list.get(i).equals(item)
              : list.get(i).path(firstKey(listMerge)).equals(item.path(firstKey(listMerge)));
      if (same) {
        return i;
      }
    }
    return -1;
  }

  private static String firstKey(ListMerge listMerge) {
    return listMerge.keysWithDefaults().keySet().iterator().next();
  }

  private static void removeValues(JsonNode list, JsonNode values) {
    if (list instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        for (JsonNode value : values) {
          if (array.get(i).equals(value)) {
            array.remove(i);
            break;
          }
        }
      }
    }
  }
}
