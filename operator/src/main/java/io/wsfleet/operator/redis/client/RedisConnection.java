package io.wsfleet.operator.redis.client;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One connection to one Redis. It does not reconnect and has no timeout. */
final class RedisConnection {

  private final StatefulRedisConnection<String, String> connection;

  RedisConnection(StatefulRedisConnection<String, String> connection) {
    this.connection = connection;
  }

  /** To be called once. The listener may run before this returns. */
  void onClose(Runnable listener) {
    var once = new CompletableFuture<Boolean>();
    once.thenRun(listener);
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
            once.complete(true);
          }
        });
    if (!connection.isOpen()) {
      once.complete(true);
    }
  }

  /**
   * Sends the commands together, so that Redis runs them in order with no command of others in
   * between. Fails with the first error reply.
   */
  CompletableFuture<List<Object>> send(List<RedisCommand> commands) {
    var sent = commands.stream().map(RedisConnection::encode).toList();
    try {
      if (sent.size() == 1) {
        connection.dispatch(sent.get(0));
        return sent.get(0).thenApply(RedisConnection::singleReply);
      }
      connection.dispatch(sent);
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
    return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> replies(sent));
  }

  void close() {
    if (connection.isOpen()) {
      connection.closeAsync();
    }
  }

  private static List<Object> replies(List<AsyncCommand<String, String, Object>> sent) {
    var replies = new ArrayList<Object>();
    sent.forEach(a -> replies.add(a.join()));
    return replies;
  }

  /** List.of does not accept null. */
  private static List<Object> singleReply(Object reply) {
    var replies = new ArrayList<Object>(1);
    replies.add(reply);
    return replies;
  }

  private static AsyncCommand<String, String, Object> encode(RedisCommand redisCommand) {
    var arguments = new CommandArgs<>(StringCodec.UTF8);
    redisCommand.arguments().subList(1, redisCommand.arguments().size()).forEach(arguments::add);
    return new AsyncCommand<>(
        new io.lettuce.core.protocol.Command<>(
            new Keyword(redisCommand.arguments().get(0)), new ReplyOutput(), arguments));
  }

  /** A command name, also of commands that the client library does not know. */
  private record Keyword(String text, byte[] bytes) implements ProtocolKeyword {

    Keyword(String text) {
      this(text, text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public byte[] getBytes() {
      return bytes;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
