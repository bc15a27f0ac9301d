package io.wsfleet.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a part of an object merges: which lists are maps or sets, and by which keys. */
public interface MergeSchema {

  /** The schema of a field of this object. */
  MergeSchema field(String name);

  /** The schema of an item of this list. */
  MergeSchema item();

  /** How this list merges, if it is one. */
  ListMerge listMerge();

  /** Whether this object is replaced as a whole. */
  boolean isAtomic();

  /** How two lists become one. */
  record ListMerge(Type type, Map<String, String> keysWithDefaults) {
    /** The type of a list, as in {@code x-kubernetes-list-type}. */
    public enum Type {
      ATOMIC,
      SET,
      MAP
    }

    static final ListMerge ATOMIC = new ListMerge(Type.ATOMIC, Map.of());
    static final ListMerge SET = new ListMerge(Type.SET, Map.of());

    static ListMerge map(List<String> keys) {
      Map<String, String> withDefaults = new LinkedHashMap<>();
      keys.forEach(key -> withDefaults.put(key, key.equals("protocol") ? "TCP" : ""));
      return new ListMerge(Type.MAP, withDefaults);
    }

    /** The value of a key of an item, or its default; a missing node where there is neither. */
    public JsonNode key(JsonNode item, String key) {
      JsonNode value = item.path(key);
      String otherwise = keysWithDefaults.getOrDefault(key, "");
      return value.isMissingNode() && !otherwise.isEmpty() ? TextNode.valueOf(otherwise) : value;
    }

    public boolean sameItem(JsonNode one, JsonNode other) {
      return keysWithDefaults.keySet().stream()
          .allMatch(key -> key(one, key).equals(key(other, key)));
    }
  }
}
