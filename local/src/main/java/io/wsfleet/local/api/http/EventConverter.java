package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import java.io.IOException;
import java.util.Map;

/**
 * Converts between the two forms of an Event: one that is written as {@code events.k8s.io/v1} is
 * stored as {@code v1}, where {@code kubectl describe} looks for it. Watches get {@code v1} only.
 */
final class EventConverter {
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

  private EventConverter() {}

  static boolean isEventsV1(ApiRequest apiRequest) {
    return apiRequest.path().startsWith(GROUP);
  }

  static ApiRequest toCore(ApiRequest apiRequest) {
    byte[] body = apiRequest.body();
    if (body.length > 0 && apiRequest.json() instanceof ObjectNode object) {
      body = Json.bytes(toCoreEvent(object));
    }
    return new ApiRequest(
        apiRequest.method(),
        "/api/v1/" + apiRequest.path().substring(GROUP.length()),
        apiRequest.parameters(),
        apiRequest.accept(),
        apiRequest.contentType(),
        apiRequest.userAgent(),
        body);
  }

  static ApiResponse fromCore(ApiResponse apiResponse) {
    try {
      if (Json.parse(apiResponse.body()) instanceof ObjectNode object
          && object.path("kind").asText().startsWith("Event")) {
        for (JsonNode item : object.path("items")) {
          toEventsV1((ObjectNode) item);
        }
        return ApiResponse.of(apiResponse.code(), toEventsV1(object));
      }
      return apiResponse;
    } catch (IOException e) {
      throw new IllegalStateException("an answer that is not JSON", e);
    }
  }

  private static ObjectNode toCoreEvent(ObjectNode event) {
    CORE_NAMES.forEach((newer, core) -> rename(event, newer, core));
    if (event.has("apiVersion")) {
      event.put("apiVersion", "v1");
    }
    return event;
  }

  private static ObjectNode toEventsV1(ObjectNode event) {
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
