package io.wsfleet.gateway.bus.redis;

import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Response;

/** Uses the connections of a {@link SupervisedConnection}, one after another. */
public interface ConnectionListener {
  /** There is a new connection; it counts as up once {@code control} marks it as ready. */
  default void prepare(RedisConnection connection, ConnectionControl control) {
    control.markReady();
  }

  /** A push of the server. */
  default void onMessage(Response message) {}

  void onUp(RedisConnection connection);

  void onDown();
}
