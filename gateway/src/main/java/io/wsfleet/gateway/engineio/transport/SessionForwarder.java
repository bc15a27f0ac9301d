package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.http.HttpServerRequest;

/**
 * Forwards a request whose session another gateway has. Called on the event loop of the request,
 * before its body is read.
 */
public interface SessionForwarder {
  /** For a gateway without others. */
  SessionForwarder NONE = (request, sid, onUnknownSession) -> false;

  /**
   * Whether the request is forwarded. Then it is answered, or {@code onUnknownSession} runs on its
   * event loop if it could not be forwarded after all.
   */
  boolean forward(HttpServerRequest request, String sid, Runnable onUnknownSession);
}
