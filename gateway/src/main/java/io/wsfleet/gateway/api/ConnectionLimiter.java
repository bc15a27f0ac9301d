package io.wsfleet.gateway.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network connections to the API: so many at a time, and each closed when for too long it sends
 * no request or does not read its answer, however slowly it goes on doing so.
 */
final class ConnectionLimiter {
  private static final long BETWEEN_REQUESTS_MILLIS = 60_000;

  private final Vertx vertx;
  private final int max;
  private final long firstRequestMillis;
  private final ApiCounters counters;
  private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

  ConnectionLimiter(Vertx vertx, int max, long firstRequestMillis, ApiCounters counters) {
    this.counters = counters;
    this.vertx = vertx;
    this.max = max;
    this.firstRequestMillis = firstRequestMillis;
  }

  void onConnect(HttpConnection connection) {
    if (timers.size() >= max) {
      close(connection);
      return;
    }
    connection.closeHandler(closed -> remove(connection));
    setDeadline(connection, firstRequestMillis);
  }

  /** A request has come, which takes at most so long, its answer's way back included. */
  void onRequest(HttpConnection connection, long millis) {
    setDeadline(connection, millis);
  }

  /** The request is answered. */
  void onResponse(HttpConnection connection) {
    if (timers.containsKey(connection)) {
      setDeadline(connection, BETWEEN_REQUESTS_MILLIS);
    }
  }

  private void setDeadline(HttpConnection connection, long millis) {
    Long before = timers.put(connection, vertx.setTimer(millis, id -> close(connection)));
    if (before != null) {
      vertx.cancelTimer(before);
    }
  }

  private void close(HttpConnection connection) {
    counters.countClosed();
    connection.close();
  }

  private void remove(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
