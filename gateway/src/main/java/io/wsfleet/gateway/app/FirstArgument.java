package io.wsfleet.gateway.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Of an answer to a broadcast only the first argument counts. */
final class FirstArgument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FirstArgument() {}

  /** The first element of a JSON array as JSON text; null, as text, if there is none. */
  static String of(String array) {
    try {
      JsonNode first = JSON.readTree(array).path(0);
      return first.isMissingNode() ? "null" : first.toString();
    } catch (JsonProcessingException malformed) {
      return "null";
    }
  }
}
