package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.api.WriteOptions.FieldValidation;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.StatusException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to the API server. */
record ApiRequest(
    String method,
    String path,
    Map<String, String> parameters,
    String accept,
    String contentType,
    String userAgent,
    byte[] body) {

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  boolean has(String name, String value) {
    return value.equals(parameters.get(name));
  }

  boolean isWatch() {
    return method.equals("GET") && (has("watch", "true") || has("watch", "1"));
  }

  boolean wantsTable() {
    return accept.contains("as=Table");
  }

  WriteOptions writeOptions(String subresource) {
    return new WriteOptions(
        manager(),
        subresource,
        has("fieldValidation", "Strict") ? FieldValidation.STRICT : FieldValidation.IGNORE,
        has("force", "true"),
        has("dryRun", "All"));
  }

  ObjectNode object() {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body of the request is not an object");
  }

  JsonNode json() {
    if (contentType.contains("protobuf")) {
      throw StatusException.of(
          415, "UnsupportedMediaType", "protobuf is not understood here; send application/json");
    }
    try {
      return contentType.contains("yaml") ? Json.parseYaml(body) : Json.parse(body);
    } catch (IOException e) {
      throw StatusException.badRequest("the body of the request cannot be read: " + e.getMessage());
    }
  }

  private String manager() {
    String stated = parameters.getOrDefault("fieldManager", "");
    if (!stated.isEmpty()) {
      return stated;
    }
    int end = userAgent.indexOf('/');
    String program = end < 0 ? userAgent : userAgent.substring(0, end);
    return program.isEmpty() ? "unknown" : program;
  }
}
