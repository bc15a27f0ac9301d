package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.StatusException;
import java.nio.charset.StandardCharsets;

/** A response of the API server. */
record ApiResponse(int code, String contentType, byte[] body) {

  static ApiResponse of(int code, JsonNode body) {
    return new ApiResponse(code, "application/json", Json.bytes(body));
  }

  static ApiResponse ok(JsonNode body) {
    return of(200, body);
  }

  static ApiResponse text(String text) {
    return new ApiResponse(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  static ApiResponse failure(StatusException failure) {
    return of(failure.code(), failure.status());
  }
}
