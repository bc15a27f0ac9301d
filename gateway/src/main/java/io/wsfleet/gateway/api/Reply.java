package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;

/**
 * What a request is answered with when all went well.
 *
 * @param json empty if there is nothing to say
 */
record Reply(int status, String json) {

  /** It is done, and there is nothing more to say. */
  static final Reply DONE = new Reply(204, "");

  static Reply of(JsonObject json) {
    return of(json.encode());
  }

  static Reply of(String json) {
    return new Reply(200, json);
  }
}
