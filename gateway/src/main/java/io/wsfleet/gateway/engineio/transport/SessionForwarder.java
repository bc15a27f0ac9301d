package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.http.HttpServerRequest;

/**
 * What becomes of a request whose session is not held here: another gateway may hold it. Asked on
 * the request's event loop, before anything of its body was read.
 */
public interface SessionForwarder {
  /** There are no others. */
  SessionForwarder NONE = (request, sid, onUnknownSession) -> false;

  /**
   * Whether the request is taken over. It will be answered, or {@code unknown} run in place of that
   * on the request's event loop, if it could not be passed on after all.
   */
  boolean forward(HttpServerRequest request, String sid, Runnable onUnknownSession);
}
