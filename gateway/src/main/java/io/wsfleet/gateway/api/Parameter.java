package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;

/** What is said beside the body: in the path, or after the question mark. */
record Parameter(In in, String name, Schema schema, boolean repeatable) {

  /** Where it is. */
  enum In {
    PATH,
    QUERY
  }

  static Parameter path(String name, Schema schema) {
    return new Parameter(In.PATH, name, schema, false);
  }

  static Parameter query(String name, Schema schema) {
    return new Parameter(In.QUERY, name, schema, false);
  }

  /** One that may come several times. */
  static Parameter repeatable(String name, Schema schema) {
    return new Parameter(In.QUERY, name, schema, true);
  }

  JsonObject json() {
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
