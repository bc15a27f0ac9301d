package io.wsfleet.gateway.bus.stream;

import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.redis.ConnectionListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as hashes of fencing token (field {@code claim}), content and holder at the master, and
 * for each holder a key with its last watermark. They have a connection of their own, so that many
 * of them do not delay publications.
 */
final class RedisSessionStore implements SessionStore, ConnectionListener {
  private static final String PREFIX = "wsfleet:session:";
  private static final String HOLDER = "wsfleet:holder:";
  private static final String NO_HOLDER = "";

  private static final String SAVE =
      """
      local claim = redis.call('HGET', KEYS[1], 'claim')
      if claim and tonumber(claim) > tonumber(ARGV[1]) then
        return 0
      end
      redis.call('HSET', KEYS[1], 'claim', ARGV[1], 'content', ARGV[2], 'holder', ARGV[4])
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return 1
      """;

  private static final String CLAIM =
      """
      local there = redis.call('HMGET', KEYS[1], 'claim', 'content', 'holder')
      if not there[1] then
        return {}
      end
      local word = ''
      if there[3] and there[3] ~= '' then
        word = redis.call('GET', ARGV[2] .. there[3])
        if not word then
          redis.call('DEL', KEYS[1])
          return {}
        end
      end
      local claim = redis.call('HINCRBY', KEYS[1], 'claim', 1)
      redis.call('HSET', KEYS[1], 'holder', '')
      redis.call('PEXPIRE', KEYS[1], ARGV[1])
      return {tostring(claim), there[2], word}
      """;

  private static final String RELEASE =
      """
      if redis.call('HGET', KEYS[1], 'claim') == ARGV[1] then
        redis.call('HSET', KEYS[1], 'holder', '')
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
      end
      return 1
      """;

  private final Context context;
  private final String holderName;
  private final int maxInFlight;
  private @Nullable RedisConnection connection;
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
    Request request = script(SAVE, name).arg(fencingToken).arg(content).arg(millis).arg(holder);
    return submit(request, answer -> answer.toInteger() == 1);
  }

  @Override
  public CompletionStage<Void> heartbeat(String watermark, long millis) {
    Request request =
        Request.cmd(Command.SET).arg(HOLDER + holderName).arg(watermark).arg("PX").arg(millis);
    return submit(request, answer -> null);
  }

  @Override
  public CompletionStage<ClaimedSession> claim(String name, long millis) {
    return submit(
        script(CLAIM, name).arg(millis).arg(HOLDER),
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
    return submit(script(RELEASE, name).arg(fencingToken).arg(millis), answer -> null);
  }

  @Override
  public void onUp(RedisConnection made) {
    connection = made;
    inFlight = 0;
  }

  @Override
  public void onDown() {
    connection = null;
  }

  // Redis caches the compiled script: EVAL only costs the transfer of its text.
  private static Request script(String script, String name) {
    return Request.cmd(Command.EVAL).arg(script).arg(1).arg(PREFIX + name);
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
