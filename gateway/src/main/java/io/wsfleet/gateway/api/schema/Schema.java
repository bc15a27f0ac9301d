package io.wsfleet.gateway.api.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema (2020-12, as in OpenAPI 3.1). The same value validates requests and describes them,
 * so the two cannot differ.
 *
 * @param name of the schema in the OpenAPI components; null for one that is written inline
 * @param keywords with values that are JSON, schemas, or maps of schemas
 */
public record Schema(@Nullable String name, Map<String, Object> keywords) {

  public static Schema object(Field... fields) {
    Map<String, Schema> properties = new LinkedHashMap<>();
    JsonArray required = new JsonArray();
    for (Field field : fields) {
      properties.put(field.name(), field.schema());
      if (field.required()) {
        required.add(field.name());
      }
    }
    Schema object = type("object").with("properties", properties);
    if (!required.isEmpty()) {
      object = object.with("required", required);
    }
    // With a misspelt property an event for one room would otherwise go to everyone.
    return object.with("additionalProperties", false);
  }

  /** An object with any properties. */
  public static Schema object() {
    return type("object");
  }

  /** An object with any properties that are strings. */
  public static Schema texts() {
    return object().with("additionalProperties", text());
  }

  public static Schema text() {
    return type("string");
  }

  /** A string that is not empty and not longer than the limit. */
  public static Schema name(int maxLength) {
    return text().with("minLength", 1).with("maxLength", maxLength);
  }

  public static Schema flag() {
    return type("boolean");
  }

  public static Schema number(long min, long max) {
    return type("integer").with("minimum", min).with("maximum", max);
  }

  public static Schema array(Schema items) {
    return type("array").with("items", items);
  }

  /** An array of at least one name: an empty array by mistake must not mean everyone. */
  public static Schema names(int maxLength, int maxItems) {
    return array(name(maxLength)).with("minItems", 1).with("maxItems", maxItems);
  }

  /** Any JSON. */
  public static Schema any() {
    return new Schema(null, Map.of());
  }

  private static Schema type(String type) {
    return any().with("type", type);
  }

  public Schema with(String keyword, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(keywords);
    more.put(keyword, value);
    return new Schema(name, more);
  }

  public Schema described(String description) {
    return with("description", description);
  }

  public Schema example(Object example) {
    return with("examples", new JsonArray().add(example));
  }

  public Schema named(String newName) {
    return new Schema(newName, keywords);
  }

  /** Returns the schema with all parts inline. */
  JsonObject json() {
    return json(Schema::json);
  }

  /** Returns the schema with its parts written by {@code part}. */
  public JsonObject json(Function<Schema, JsonObject> part) {
    JsonObject json = new JsonObject();
    keywords.forEach((keyword, value) -> json.put(keyword, write(value, part)));
    return json;
  }

  /** Returns its direct subschemas. */
  List<Schema> parts() {
    List<Schema> parts = new ArrayList<>();
    for (Object value : keywords.values()) {
      if (value instanceof Schema schema) {
        parts.add(schema);
      } else if (value instanceof Map<?, ?> map) {
        map.values().forEach(each -> parts.add((Schema) each));
      }
    }
    return parts;
  }

  private static Object write(Object value, Function<Schema, JsonObject> part) {
    if (value instanceof Schema schema) {
      return part.apply(schema);
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject json = new JsonObject();
      map.forEach((key, schema) -> json.put((String) key, part.apply((Schema) schema)));
      return json;
    }
    // A copy, because a validator modifies it and two schemas may share it.
    return value instanceof JsonObject json ? json.copy() : value;
  }

  /** A property of an object. */
  public record Field(String name, Schema schema, boolean required) {
    public static Field required(String name, Schema schema) {
      return new Field(name, schema, true);
    }

    public static Field optional(String name, Schema schema) {
      return new Field(name, schema, false);
    }
  }
}
