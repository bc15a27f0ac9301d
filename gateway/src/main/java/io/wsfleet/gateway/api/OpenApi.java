package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Describes the operations in OpenAPI 3.1. */
final class OpenApi {
  private static final String SCHEMAS = "#/components/schemas/";

  private final Map<String, JsonObject> schemas = new TreeMap<>();

  private OpenApi() {}

  static JsonObject describe(List<Operation> operations) {
    OpenApi document = new OpenApi();
    JsonObject paths = new JsonObject();
    for (Operation operation : operations) {
      JsonObject path = paths.getJsonObject(operation.path(), new JsonObject());
      path.put(operation.method().name().toLowerCase(Locale.ROOT), document.operation(operation));
      paths.put(operation.path(), path);
    }
    JsonObject components = new JsonObject();
    document.schemas.forEach(components::put);
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put("info", info())
        .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
        .put("security", new JsonArray().add(new JsonObject().put("token", new JsonArray())))
        .put("paths", paths)
        .put(
            "components",
            new JsonObject()
                .put("schemas", components)
                .put(
                    "securitySchemes",
                    new JsonObject()
                        .put(
                            "token",
                            new JsonObject().put("type", "http").put("scheme", "bearer"))));
  }

  private static JsonObject info() {
    return new JsonObject()
        .put("title", "wsfleet")
        .put("version", "1")
        .put("license", new JsonObject().put("name", "Apache-2.0").put("identifier", "Apache-2.0"))
        .put(
            "description",
            "The HTTP API of wsfleet for back ends. Every gateway answers for the whole fleet."
                + " docs/api.md has examples.");
  }

  private JsonObject operation(Operation operation) {
    JsonObject json =
        new JsonObject()
            .put("operationId", operation.id())
            .put("summary", operation.summary())
            .put("description", operation.description());
    if (operation.isPublic()) {
      json.put("security", new JsonArray());
    }
    if (!operation.parameters().isEmpty()) {
      JsonArray parameters = new JsonArray();
      operation.parameters().forEach(parameter -> parameters.add(parameter.json()));
      json.put("parameters", parameters);
    }
    Schema body = operation.body();
    if (body != null) {
      json.put(
          "requestBody",
          new JsonObject().put("required", true).put("content", content("application/json", body)));
    }
    return json.put("responses", responses(operation));
  }

  private JsonObject responses(Operation operation) {
    JsonObject responses = new JsonObject();
    response(operation.response(), responses);
    Operation.ResponseSpec sequenced = operation.sequencedResponse();
    if (sequenced != null) {
      response(sequenced, responses);
    }
    Map<Integer, String> problems = new TreeMap<>();
    for (Problem.Kind kind : operation.problems()) {
      problems.merge(kind.status(), kind.title(), (one, other) -> one + "; or: " + other);
    }
    problems.forEach((status, words) -> responses.put(String.valueOf(status), problem(words)));
    return responses.put("default", problem("Any other problem"));
  }

  private void response(Operation.ResponseSpec responseSpec, JsonObject responses) {
    JsonObject good = new JsonObject().put("description", responseSpec.description());
    Schema schema = responseSpec.schema();
    if (schema != null) {
      good.put("content", content("application/json", schema));
    }
    responses.put(String.valueOf(responseSpec.status()), good);
  }

  private JsonObject problem(String words) {
    return new JsonObject()
        .put("description", words)
        .put("content", content("application/problem+json", Problem.schema()));
  }

  private JsonObject content(String type, Schema schema) {
    return new JsonObject().put(type, new JsonObject().put("schema", reference(schema)));
  }

  private JsonObject reference(Schema schema) {
    String name = schema.name();
    if (name == null) {
      return schema.json(this::reference);
    }
    if (!schemas.containsKey(name)) {
      schemas.put(name, new JsonObject());
      schemas.put(name, schema.json(this::reference));
    }
    return new JsonObject().put("$ref", SCHEMAS + name);
  }
}
