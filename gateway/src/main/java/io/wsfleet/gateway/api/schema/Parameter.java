package io.wsfleet.gateway.api.schema;

import io.vertx.core.json.JsonObject;

/** What is said beside the body: in the path, or after the question mark. */
public record Parameter(In in, String name, Schema schema, boolean repeatable) {

  /** Where it is. */
  enum In {
    PATH,
    QUERY
  }

  public static Parameter path(String name, Schema schema) {
    return new Parameter(In.PATH, name, schema, false);
  }

  public static Parameter query(String name, Schema schema) {
    return new Parameter(In.QUERY, name, schema, false);
  }

  /** One that may come several times. */
  public static Parameter repeatable(String name, Schema schema) {
    return new Parameter(In.QUERY, name, schema, true);
  }

  public JsonObject json() {
    Schema described = repeatable ? Schema.array(schema) : schema;
    JsonObject json = described.json();
    String description = schema.json().getString("description", "");
    json.remove("description");
    if (json.getValue("items") instanceof JsonObject items) {
      items.remove("description");
    }
    return new JsonObject()
        .put("name", name)
        .put("in", in == In.PATH ? "path" : "query")
        .put("description", description)
        .put("required", in == In.PATH)
        .put("schema", json);
  }
}
