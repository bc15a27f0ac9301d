package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.model.Json;
import java.nio.charset.StandardCharsets;

/** What a client gets. */
record Answer(int code, String contentType, byte[] body) {

  static Answer of(int code, JsonNode body) {
    return new Answer(code, "application/json", Json.bytes(body));
  }

  static Answer ok(JsonNode body) {
    return of(200, body);
  }

  static Answer text(String text) {
    return new Answer(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer failure(ApiFailure failure) {
    return of(failure.code(), failure.status());
  }
}
