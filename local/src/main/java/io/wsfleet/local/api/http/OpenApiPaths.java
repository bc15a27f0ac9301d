package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import java.util.List;

/**
 * The paths of a kind in its OpenAPI document, as far as kubectl reads them. They say that a PATCH
 * takes {@code fieldValidation}, so that kubectl has the server check the fields, and where {@code
 * explain} finds the kind.
 */
final class OpenApiPaths {
  private OpenApiPaths() {}

  static void add(ObjectNode document, String root, Kind kind) {
    String path =
        root + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural() + "/{name}";
    ObjectNode operations = Json.child((ObjectNode) document.path("paths"), path);
    for (String verb : List.of("get", "put", "patch")) {
      ObjectNode operation = operations.putObject(verb);
      ObjectNode parameter = operation.putArray("parameters").addObject();
      parameter.put("name", "fieldValidation").put("in", "query");
      parameter.putObject("schema").put("type", "string");
      operation
          .putObject("x-kubernetes-group-version-kind")
          .put("group", kind.group())
          .put("version", kind.version())
          .put("kind", kind.kind());
    }
  }
}
