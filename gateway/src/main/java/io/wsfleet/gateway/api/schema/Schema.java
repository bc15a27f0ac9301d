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
 * A JSON Schema (2020-12, as OpenAPI 3.1 has it). The same value checks requests and describes
 * them, so that the description cannot promise anything else.
 *
 * @param name under which the description refers to it; null for one that stands where it is used
 * @param keywords values are JSON, schemas, or maps of schemas
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
    // A name that is misspelt must not turn an event for one room into one for everybody.
    return object.with("additionalProperties", false);
  }

  /** An object with any members. */
  public static Schema object() {
    return type("object");
  }

  /** An object with any members that are texts. */
  public static Schema texts() {
    return object().with("additionalProperties", text());
  }

  public static Schema text() {
    return type("string");
  }

  /** A name of something: neither empty nor endless. */
  public static Schema name(int maxLength) {
    return text().with("minLength", 1).with("maxLength", maxLength);
  }

  public static Schema flag() {
    return type("boolean");
  }

  public static Schema number(long least, long most) {
    return type("integer").with("minimum", least).with("maximum", most);
  }

  public static Schema array(Schema items) {
    return type("array").with("items", items);
  }

  /** Names, at least one: an empty list that a program has made must not mean everybody. */
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

  /** The schema with everything in its place. */
  JsonObject json() {
    return json(Schema::json);
  }

  /** The schema, with its parts as {@code part} writes them. */
  public JsonObject json(Function<Schema, JsonObject> part) {
    JsonObject json = new JsonObject();
    keywords.forEach((keyword, value) -> json.put(keyword, written(value, part)));
    return json;
  }

  /** The schemas that it is made of, directly. */
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

  private static Object written(Object value, Function<Schema, JsonObject> part) {
    if (value instanceof Schema schema) {
      return part.apply(schema);
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject json = new JsonObject();
      map.forEach((key, schema) -> json.put((String) key, part.apply((Schema) schema)));
      return json;
    }
    // A validator writes into what it is given, also where two schemas share it.
    return value instanceof JsonObject json ? json.copy() : value;
  }

  /** A member of an object. */
  public record Field(String name, Schema schema, boolean required) {
    public static Field required(String name, Schema schema) {
      return new Field(name, schema, true);
    }

    public static Field optional(String name, Schema schema) {
      return new Field(name, schema, false);
    }
  }
}
