package io.wsfleet.gateway.cluster;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers of a forwarded request and of its response. */
final class ForwardedHeaders {
  /** Marks a request as forwarded, with the tag of the gateway that forwarded it. */
  static final String FORWARDED = "wsfleet-forwarded";

  /** Headers that concern one network connection. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect");

  private ForwardedHeaders() {}

  static void copy(MultiMap from, MultiMap to) {
    for (Map.Entry<String, String> header : from) {
      if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** The head of an upgrade request; it concerns both connections, so all headers are kept. */
  static String upgrade(HttpServerRequest request, String tag) {
    StringBuilder head = new StringBuilder("GET ").append(request.uri()).append(" HTTP/1.1\r\n");
    for (Map.Entry<String, String> header : request.headers()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    return head.append(FORWARDED).append(": ").append(tag).append("\r\n\r\n").toString();
  }

  static boolean hasBody(HttpServerRequest request) {
    return request.headers().contains("transfer-encoding")
        || !"0".equals(request.headers().get("content-length"))
            && request.headers().contains("content-length");
  }
}
