package io.wsfleet.gateway.engineio.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers that let a browser read our answers from other origins. They refuse nothing: a
 * browser does, and a websocket is not subject to them at all. Without configured origins there are
 * none.
 */
public record Cors(List<String> origins) {
  private static final String METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";

  boolean isEnabled() {
    return !origins.isEmpty();
  }

  /** For any answer, errors included. */
  public Map<String, String> headers(@Nullable String origin) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!isEnabled()) {
      return headers;
    }
    if (origins.contains("*")) {
      headers.put("Access-Control-Allow-Origin", "*");
      return headers;
    }
    headers.put("Vary", "Origin");
    if (origin != null && origins.contains(origin)) {
      headers.put("Access-Control-Allow-Origin", origin);
    }
    return headers;
  }

  /** For the question that a browser asks before the request proper. */
  public Map<String, String> preflight(@Nullable String origin, @Nullable String requestHeaders) {
    Map<String, String> headers = headers(origin);
    headers.put("Access-Control-Allow-Methods", METHODS);
    if (requestHeaders != null) {
      headers.merge("Vary", "Access-Control-Request-Headers", (a, b) -> a + ", " + b);
      headers.put("Access-Control-Allow-Headers", requestHeaders);
    }
    headers.put("Content-Length", "0");
    return headers;
  }
}
