package io.wsfleet.gateway.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the number of connections to the API, and closes a connection that is too slow to send a
 * request or to read its response.
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

  /** Called for each request, with its time limit; this includes sending the response. */
  void onRequest(HttpConnection connection, long millis) {
    setDeadline(connection, millis);
  }

  /** Called when the response has been sent. */
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
