package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import java.util.Map;

/** The responses that all requests have in common. */
final class HttpResponses {
  private final Cors cors;
  private final TransportCounters transportCounters;

  HttpResponses(Cors cors, TransportCounters transportCounters) {
    this.cors = cors;
    this.transportCounters = transportCounters;
  }

  /** The response with the common headers. */
  HttpServerResponse response(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    commonHeaders(request).forEach(response::putHeader);
    return response;
  }

  /** The common headers. */
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
    // After an upgrade request the client may already send frames, which are no request.
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
        .end(error.message())
        .onComplete(sent -> request.connection().close());
  }
}
