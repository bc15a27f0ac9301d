package io.wsfleet.gateway.transport;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** The answers that every request to the protocol's path may get, whatever it wanted. */
final class Answers {
  private final Cors cors;
  private final Traffic traffic;

  Answers(Cors cors, Traffic traffic) {
    this.cors = cors;
    this.traffic = traffic;
  }

  /** The answer with the headers that every one has. */
  HttpServerResponse to(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    headers(request).forEach(response::putHeader);
    return response;
  }

  /** Those headers alone. */
  Map<String, String> headers(HttpServerRequest request) {
    return cors.headers(request.getHeader(HttpHeaders.ORIGIN));
  }

  boolean isPreflight(HttpServerRequest request) {
    return cors.isOn() && request.method().name().equals("OPTIONS");
  }

  void preflight(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(204);
    cors.preflight(
            request.getHeader(HttpHeaders.ORIGIN),
            request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS))
        .forEach(response::putHeader);
    response.end();
  }

  void refuse(HttpServerRequest request, Refusal refusal) {
    traffic.count(refusal);
    HttpServerResponse response = to(request).setStatusCode(refusal.status());
    if (!request.headers().contains(HttpHeaders.UPGRADE)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(refusal.json());
      return;
    }
    // Whoever wanted to upgrade may already be sending frames, which are no next request.
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
        .end(refusal.message())
        .onComplete(said -> request.connection().close());
  }
}
