package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.gateway.bus.Leases;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Leases as keys of the Redis master that expire. They have a connection of their own, so that a
 * lookup does not wait behind publications.
 */
public final class RedisLeases implements Leases {
  private final Context context;
  private final SupervisedConnection supervised;
  private @Nullable RedisConnection connection;

  public RedisLeases(
      Vertx vertx, RedisSettings settings, RandomGenerator random, LongAdder reconnects) {
    this.context = vertx.getOrCreateContext();
    Endpoint endpoint = Endpoint.atMaster("leases", settings.master());
    this.supervised =
        new SupervisedConnection(
            vertx, context, endpoint, settings, random, reconnects, new MasterListener());
  }

  @Override
  public void start() {
    supervised.start();
  }

  @Override
  public CompletionStage<Boolean> acquire(String name, String value, long millis) {
    Request acquire =
        Request.cmd(Command.EVAL)
            .arg(LuaScript.ACQUIRE_LEASE.text())
            .arg(1)
            .arg(name)
            .arg(value)
            .arg(millis);
    return send(acquire, RedisLeases::isOne);
  }

  @Override
  public CompletionStage<Optional<String>> find(String name) {
    return send(
        Request.cmd(Command.GET).arg(name),
        reply -> Optional.ofNullable(reply).map(Response::toString));
  }

  @Override
  public CompletionStage<Boolean> release(String name, String value) {
    Request release =
        Request.cmd(Command.EVAL).arg(LuaScript.RELEASE_LEASE.text()).arg(1).arg(name).arg(value);
    return send(release, RedisLeases::isOne);
  }

  @Override
  public void close() {
    supervised.close();
  }

  private static boolean isOne(@Nullable Response reply) {
    return reply != null && reply.toInteger() == 1;
  }

  private <T> CompletionStage<T> send(Request request, Function<@Nullable Response, T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Consumer<RedisConnection> command =
        made ->
            made.send(request)
                .onSuccess(reply -> result.complete(read.apply(reply)))
                .onFailure(result::completeExceptionally);
    context.runOnContext(
        go -> {
          RedisConnection made = connection;
          if (made == null) {
            result.completeExceptionally(
                new IllegalStateException("the Redis master is unavailable"));
          } else {
            command.accept(made);
          }
        });
    return result;
  }

  private final class MasterListener implements ConnectionListener {
    @Override
    public void onUp(RedisConnection made) {
      connection = made;
    }

    @Override
    public void onDown() {
      connection = null;
    }
  }
}
