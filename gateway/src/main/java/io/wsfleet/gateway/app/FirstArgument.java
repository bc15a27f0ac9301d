package io.wsfleet.gateway.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.socketio.Payload;

/** Of an answer to a broadcast only the first argument counts. */
final class FirstArgument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FirstArgument() {}

  /** The first element of a JSON array; JSON's null if there is none. */
  static Payload of(Payload array) {
    try {
      JsonNode first = JSON.readTree(array.json()).path(0);
      return first.isMissingNode()
          ? Payload.of("null")
          : new Payload(first.toString(), array.attachments());
    } catch (JsonProcessingException malformed) {
      return Payload.of("null");
    }
  }
}
