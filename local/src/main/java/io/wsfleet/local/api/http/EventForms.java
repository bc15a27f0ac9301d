package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import java.io.IOException;
import java.util.Map;

/**
 * Events are one kind with two faces: what is written as {@code events.k8s.io/v1} is kept as {@code
 * v1}, where {@code kubectl describe} looks for it. Watches are only told of the latter.
 */
final class EventForms {
  private static final String GROUP = "/apis/events.k8s.io/v1/";
  private static final String VERSION = "events.k8s.io/v1";

  private static final Map<String, String> CORE_NAMES =
      Map.of(
          "regarding", "involvedObject",
          "note", "message",
          "reportingController", "reportingComponent",
          "deprecatedSource", "source",
          "deprecatedFirstTimestamp", "firstTimestamp",
          "deprecatedLastTimestamp", "lastTimestamp",
          "deprecatedCount", "count");

  private EventForms() {}

  static boolean isAbout(Request request) {
    return request.path().startsWith(GROUP);
  }

  static Request toCore(Request request) {
    byte[] body = request.body();
    if (body.length > 0 && request.json() instanceof ObjectNode object) {
      body = Json.bytes(core(object));
    }
    return new Request(
        request.method(),
        "/api/v1/" + request.path().substring(GROUP.length()),
        request.parameters(),
        request.accept(),
        request.contentType(),
        request.userAgent(),
        body);
  }

  static Answer fromCore(Answer answer) {
    try {
      if (Json.parse(answer.body()) instanceof ObjectNode object
          && object.path("kind").asText().startsWith("Event")) {
        for (JsonNode item : object.path("items")) {
          newer((ObjectNode) item);
        }
        return Answer.of(answer.code(), newer(object));
      }
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException("an answer that is not JSON", e);
    }
  }

  private static ObjectNode core(ObjectNode event) {
    CORE_NAMES.forEach((newer, core) -> rename(event, newer, core));
    if (event.has("apiVersion")) {
      event.put("apiVersion", "v1");
    }
    return event;
  }

  private static ObjectNode newer(ObjectNode event) {
    CORE_NAMES.forEach((newer, core) -> rename(event, core, newer));
    return event.put("apiVersion", VERSION);
  }

  private static void rename(ObjectNode object, String from, String to) {
    JsonNode value = object.remove(from);
    if (value != null) {
      object.set(to, value);
    }
  }
}
