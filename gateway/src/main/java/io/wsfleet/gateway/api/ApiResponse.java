package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;

/**
 * What a request is answered with when all went well.
 *
 * @param json empty if there is nothing to say
 */
record ApiResponse(int status, String json) {

  /** It is done, and there is nothing more to say. */
  static final ApiResponse DONE = new ApiResponse(204, "");

  static ApiResponse of(JsonObject json) {
    return of(json.encode());
  }

  static ApiResponse of(String json) {
    return new ApiResponse(200, json);
  }
}
