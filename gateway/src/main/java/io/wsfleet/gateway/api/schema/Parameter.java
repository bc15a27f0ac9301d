package io.wsfleet.gateway.api.schema;

import io.vertx.core.json.JsonObject;

/** A parameter of an operation, in the path or in the query. */
public record Parameter(In in, String name, Schema schema, boolean repeatable) {

  /** The location of a parameter. */
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

  /** Returns a query parameter that may occur several times. */
  public static Parameter repeatable(String name, Schema schema) {
    return new Parameter(In.QUERY, name, schema, true);
  }

  /** Returns the parameter as OpenAPI describes it. */
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
