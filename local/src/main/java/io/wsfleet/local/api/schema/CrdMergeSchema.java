package io.wsfleet.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How lists merge by the schema of a CustomResourceDefinition. */
record CrdMergeSchema(JsonNode schema) implements MergeSchema {

  @Override
  public MergeSchema field(String name) {
    if (name.equals("metadata")) {
      return BuiltInMergeSchema.ROOT.field(name);
    }
    JsonNode property = schema.path("properties").path(name);
    return new CrdMergeSchema(
        property.isMissingNode() ? schema.path("additionalProperties") : property);
  }

  @Override
  public MergeSchema item() {
    return new CrdMergeSchema(schema.path("items"));
  }

  @Override
  public ListMerge listMerge() {
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "map" -> ListMerge.map(keys());
      case "set" -> ListMerge.SET;
      default -> ListMerge.ATOMIC;
    };
  }

  @Override
  public boolean isAtomic() {
    return schema.path("x-kubernetes-map-type").asText().equals("atomic");
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
    return keys;
  }
}
