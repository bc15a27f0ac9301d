package io.wsfleet.gateway.engineio.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The CORS headers of a response. They refuse no request: the browser does, and a WebSocket is not
 * subject to CORS. Without configured origins there are no headers.
 */
public record Cors(List<String> origins) {
  private static final String METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";

  boolean isEnabled() {
    return !origins.isEmpty();
  }

  /** The headers of any response, also of errors. */
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

  /** The headers of the response to a preflight request. */
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
