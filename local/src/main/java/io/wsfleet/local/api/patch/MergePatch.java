package io.wsfleet.local.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;

/** JSON merge patch, RFC 7386. */
public final class MergePatch {
  private MergePatch() {}

  public static ObjectNode apply(ObjectNode target, JsonNode patch) {
    return merge(target.deepCopy(), patch) instanceof ObjectNode merged ? merged : Json.object();
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged = target instanceof ObjectNode object ? object : Json.object();
    patch
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                merged.remove(field.getKey());
              } else {
                JsonNode before = merged.path(field.getKey());
                merged.set(field.getKey(), merge(before, field.getValue()));
              }
            });
    return merged;
  }
}
