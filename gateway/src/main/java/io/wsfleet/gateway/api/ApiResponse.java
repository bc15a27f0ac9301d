package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;

/**
 * The response to a successful request.
 *
 * @param json empty for no content
 */
record ApiResponse(int status, String json) {

  static final ApiResponse NO_CONTENT = new ApiResponse(204, "");

  static ApiResponse of(JsonObject json) {
    return of(json.encode());
  }

  static ApiResponse of(String json) {
    return new ApiResponse(200, json);
  }
}
