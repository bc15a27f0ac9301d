package io.wsfleet.gateway.socketio.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;

/** Of an answer to a broadcast only the first argument counts. */
final class FirstArgument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FirstArgument() {}

  /** The first element of a JSON array; JSON's null if there is none. */
  static JsonPayload of(JsonPayload array) {
    try {
      JsonNode first = JSON.readTree(array.json()).path(0);
      return first.isMissingNode()
          ? JsonPayload.of("null")
          : new JsonPayload(first.toString(), array.attachments());
    } catch (JsonProcessingException malformed) {
      return JsonPayload.of("null");
    }
  }
}
