package io.wsfleet.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The shape that the schema of a CustomResourceDefinition declares. */
record SchemaShape(JsonNode schema) implements Shape {

  @Override
  public Shape field(String name) {
    if (name.equals("metadata")) {
      return BuiltInShape.ROOT.field(name);
    }
    JsonNode property = schema.path("properties").path(name);
    return new SchemaShape(
        property.isMissingNode() ? schema.path("additionalProperties") : property);
  }

  @Override
  public Shape item() {
    return new SchemaShape(schema.path("items"));
  }

  @Override
  public Merge list() {
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "map" -> Merge.keyed(keys());
      case "set" -> Merge.SET;
      default -> Merge.REPLACED;
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
