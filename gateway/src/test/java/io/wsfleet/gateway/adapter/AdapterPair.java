package io.wsfleet.gateway.adapter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.redis.RedisServers;

/** Two gateways that send each other requests, on a Redis master with a replica. */
final class AdapterPair implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final FakeNode annas = new FakeNode("anna");
  final FakeNode berts = new FakeNode("bert");
  final RedisServers redis;
  final Bus anna;
  final Bus bert;

  AdapterPair() throws Exception {
    redis = RedisServers.masterAndReplica();
    anna = redis.bus(vertx, "anna");
    bert = redis.bus(vertx, "bert");
    anna.start(annas);
    bert.start(berts);
    await().until(() -> anna.state() == BusState.CONNECTED && bert.state() == BusState.CONNECTED);
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    redis.close();
  }

  int subscribers(String namespace) throws Exception {
    RedisConnection connection = connection();
    try {
      Response counts =
          get(
              connection.send(
                  Request.cmd(Command.PUBSUB)
                      .arg("NUMSUB")
                      .arg(new Channels(namespace).request())));
      return counts.get(1).toInteger();
    } finally {
      connection.close();
    }
  }

  RedisConnection connection() throws Exception {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + redis.master().port())
            .setPassword(RedisServers.PASSWORD);
    return get(Redis.createClient(vertx, options).connect());
  }

  private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }
}
