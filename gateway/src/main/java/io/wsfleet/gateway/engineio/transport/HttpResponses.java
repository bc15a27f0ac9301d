package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import java.util.Map;

/** The answers that every request to the protocol's path may get, whatever it wanted. */
final class HttpResponses {
  private final Cors cors;
  private final TransportCounters transportCounters;

  HttpResponses(Cors cors, TransportCounters transportCounters) {
    this.cors = cors;
    this.transportCounters = transportCounters;
  }

  /** The answer with the headers that every one has. */
  HttpServerResponse response(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    commonHeaders(request).forEach(response::putHeader);
    return response;
  }

  /** Those headers alone. */
  Map<String, String> commonHeaders(HttpServerRequest request) {
    return cors.headers(request.getHeader(HttpHeaders.ORIGIN));
  }

  boolean isPreflight(HttpServerRequest request) {
    return cors.isEnabled() && request.method().name().equals("OPTIONS");
  }

  void preflight(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(204);
    cors.preflight(
            request.getHeader(HttpHeaders.ORIGIN),
            request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS))
        .forEach(response::putHeader);
    response.end();
  }

  void sendError(HttpServerRequest request, ConnectionError error) {
    transportCounters.count(error);
    HttpServerResponse response = response(request).setStatusCode(error.status());
    if (!request.headers().contains(HttpHeaders.UPGRADE)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(error.json());
      return;
    }
    // Whoever wanted to upgrade may already be sending frames, which are no next request.
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
        .end(error.message())
        .onComplete(sent -> request.connection().close());
  }
}
