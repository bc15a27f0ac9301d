package io.wsfleet.gateway.socketio.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;

/**
 * Takes the first argument of an acknowledgement: of the response to a broadcast only this counts.
 */
final class FirstArgument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FirstArgument() {}

  /** The first element of a JSON array; {@code null} in JSON if it is empty. */
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
