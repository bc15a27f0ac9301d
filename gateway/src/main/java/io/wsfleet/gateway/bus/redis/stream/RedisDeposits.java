package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.redis.SupervisedConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Deposits as hashes of claim, content and holder at the master, and a string for the last word of
 * each holder. They have a connection of their own, so that many of them do not hold up what is
 * published.
 */
final class RedisDeposits implements SessionStore, SupervisedConnection.ConnectionListener {
  private static final String PREFIX = "wsfleet:session:";
  private static final String HOLDER = "wsfleet:holder:";
  private static final String NOBODY = "";

  private static final String PUT =
      """
      local claim = redis.call('HGET', KEYS[1], 'claim')
      if claim and tonumber(claim) > tonumber(ARGV[1]) then
        return 0
      end
      redis.call('HSET', KEYS[1], 'claim', ARGV[1], 'content', ARGV[2], 'holder', ARGV[4])
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return 1
      """;

  private static final String TAKE =
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

  private static final String LEAVE =
      """
      if redis.call('HGET', KEYS[1], 'claim') == ARGV[1] then
        redis.call('HSET', KEYS[1], 'holder', '')
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
      end
      return 1
      """;

  private final Context context;
  private final String member;
  private final int maxInFlight;
  private @Nullable RedisConnection connection;
  private int inFlight;

  /** The member is a name that none before it had. */
  RedisDeposits(Context context, String member, int maxInFlight) {
    this.context = context;
    this.member = member;
    this.maxInFlight = maxInFlight;
  }

  @Override
  public CompletionStage<Boolean> save(String name, long claim, String content, long millis) {
    return put(name, claim, content, millis, NOBODY);
  }

  @Override
  public CompletionStage<Boolean> saveLive(String name, long claim, String content, long millis) {
    return put(name, claim, content, millis, member);
  }

  private CompletionStage<Boolean> put(
      String name, long claim, String content, long millis, String holder) {
    Request request = script(PUT, name).arg(claim).arg(content).arg(millis).arg(holder);
    return ask(request, answer -> answer.toInteger() == 1);
  }

  @Override
  public CompletionStage<Void> heartbeat(String word, long millis) {
    Request request = Request.cmd(Command.SET).arg(HOLDER + member).arg(word).arg("PX").arg(millis);
    return ask(request, answer -> null);
  }

  @Override
  public CompletionStage<ClaimedSession> claim(String name, long millis) {
    return ask(
        script(TAKE, name).arg(millis).arg(HOLDER),
        answer -> answer.size() < 3 ? ClaimedSession.NOTHING : taken(answer));
  }

  private static ClaimedSession taken(Response answer) {
    String word = answer.get(2).toString();
    return new ClaimedSession(
        answer.get(0).toLong(), answer.get(1).toString(), word.isEmpty() ? null : word);
  }

  @Override
  public CompletionStage<Void> release(String name, long claim, long millis) {
    // Redis deletes at once what expires at once.
    return ask(script(LEAVE, name).arg(claim).arg(millis), answer -> null);
  }

  @Override
  public void prepare(RedisConnection made, Runnable ready) {
    ready.run();
  }

  @Override
  public void onMessage(Response message) {}

  @Override
  public void onUp(RedisConnection made) {
    connection = made;
    inFlight = 0;
  }

  @Override
  public void onDown() {
    connection = null;
  }

  // Redis keeps the compiled script by its text: EVAL costs the bytes of it and no more.
  private static Request script(String script, String name) {
    return Request.cmd(Command.EVAL).arg(script).arg(1).arg(PREFIX + name);
  }

  private <T> CompletionStage<T> ask(Request request, Function<Response, T> read) {
    CompletableFuture<T> asked = new CompletableFuture<>();
    context.runOnContext(go -> send(request, read, asked));
    return asked;
  }

  private <T> void send(Request request, Function<Response, T> read, CompletableFuture<T> asked) {
    RedisConnection made = connection;
    if (made == null || inFlight >= maxInFlight) {
      asked.completeExceptionally(
          new IllegalStateException(made == null ? "the Redis master is away" : "too much asked"));
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
                asked.complete(read.apply(answer.result()));
              } else {
                asked.completeExceptionally(answer.cause());
              }
            });
  }
}
