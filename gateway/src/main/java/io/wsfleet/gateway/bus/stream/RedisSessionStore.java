package io.wsfleet.gateway.bus.stream;

import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.contract.redis.RedisKeys;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.redis.ConnectionListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as hashes of fencing token (field {@code claim}), content and holder at the master, and
 * for each holder a key with its last watermark. A claimed session keeps the watermark. They have a
 * connection of their own, so that many of them do not delay publications.
 */
final class RedisSessionStore implements SessionStore, ConnectionListener {
  private static final String NO_HOLDER = "";

  private final Context context;
  private final String holderName;
  private final int maxInFlight;
  private @Nullable RedisConnection connection;
  private volatile Runnable reconnectListener = () -> {};
  private boolean wasUp;
  private int inFlight;

  /** The holder is a name that no gateway had before. */
  RedisSessionStore(Context context, String holderName, int maxInFlight) {
    this.context = context;
    this.holderName = holderName;
    this.maxInFlight = maxInFlight;
  }

  @Override
  public CompletionStage<Boolean> save(
      String name, long fencingToken, String content, long millis) {
    return put(name, fencingToken, content, millis, NO_HOLDER);
  }

  @Override
  public CompletionStage<Boolean> saveLive(
      String name, long fencingToken, String content, long millis) {
    return put(name, fencingToken, content, millis, holderName);
  }

  private CompletionStage<Boolean> put(
      String name, long fencingToken, String content, long millis, String holder) {
    Request request =
        script(LuaScript.SAVE_SESSION, name).arg(fencingToken).arg(content).arg(millis).arg(holder);
    return submit(request, answer -> answer.toInteger() == 1);
  }

  @Override
  public CompletionStage<Void> heartbeat(String watermark, long millis) {
    Request request =
        Request.cmd(Command.SET)
            .arg(RedisKeys.holder(holderName))
            .arg(watermark)
            .arg("PX")
            .arg(millis);
    return submit(request, answer -> null);
  }

  @Override
  public CompletionStage<ClaimedSession> claim(String name, long millis) {
    return submit(
        script(LuaScript.CLAIM_SESSION, name).arg(millis).arg(RedisKeys.HOLDER_PREFIX),
        answer -> answer.size() < 3 ? ClaimedSession.NOTHING : claimed(answer));
  }

  private static ClaimedSession claimed(Response answer) {
    String watermark = answer.get(2).toString();
    return new ClaimedSession(
        answer.get(0).toLong(), answer.get(1).toString(), watermark.isEmpty() ? null : watermark);
  }

  @Override
  public CompletionStage<Void> release(String name, long fencingToken, long millis) {
    // Redis deletes a key at once whose time to live is 0.
    return submit(
        script(LuaScript.RELEASE_SESSION, name).arg(fencingToken).arg(millis), answer -> null);
  }

  @Override
  public CompletionStage<Void> replicate(long millis) {
    return submit(Request.cmd(Command.WAIT).arg(1).arg(millis), answer -> null);
  }

  @Override
  public void onReconnect(Runnable listener) {
    reconnectListener = listener;
  }

  @Override
  public void onUp(RedisConnection made) {
    connection = made;
    inFlight = 0;
    if (wasUp) {
      reconnectListener.run();
    }
    wasUp = true;
  }

  @Override
  public void onDown() {
    connection = null;
  }

  // Redis caches the compiled script: EVAL only costs the transfer of its text.
  private static Request script(LuaScript script, String name) {
    return Request.cmd(Command.EVAL).arg(script.text()).arg(1).arg(RedisKeys.session(name));
  }

  private <T> CompletionStage<T> submit(Request request, Function<Response, T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(go -> send(request, read, result));
    return result;
  }

  private <T> void send(Request request, Function<Response, T> read, CompletableFuture<T> result) {
    RedisConnection made = connection;
    if (made == null || inFlight >= maxInFlight) {
      result.completeExceptionally(
          new IllegalStateException(
              made == null ? "the Redis master is unavailable" : "too many commands in flight"));
      return;
    }
    inFlight++;
    made.send(request)
        .onComplete(
            answer -> {
              if (made == connection) {
                inFlight--;
              }
              if (answer.succeeded()) {
                result.complete(read.apply(answer.result()));
              } else {
                result.completeExceptionally(answer.cause());
              }
            });
  }
}
