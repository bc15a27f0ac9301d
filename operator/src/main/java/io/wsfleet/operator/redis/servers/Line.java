package io.wsfleet.operator.redis.servers;

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

/** One connection to one Redis. It is not made again when it breaks, and knows no time. */
final class Line {

  private final StatefulRedisConnection<String, String> connection;

  Line(StatefulRedisConnection<String, String> connection) {
    this.connection = connection;
  }

  /** To be called once; it may be called at once. */
  void whenClosed(Runnable told) {
    var once = new CompletableFuture<Boolean>();
    once.thenRun(told);
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
   * Sends all of them in one piece, so that Redis carries them out one after the other with nothing
   * of others in between. Fails with the first error that is answered.
   */
  CompletableFuture<List<Object>> ask(List<Command> commands) {
    var asked = commands.stream().map(Line::encode).toList();
    try {
      if (asked.size() == 1) {
        connection.dispatch(asked.get(0));
        return asked.get(0).thenApply(Line::alone);
      }
      connection.dispatch(asked);
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> answers(asked));
  }

  void close() {
    if (connection.isOpen()) {
      connection.closeAsync();
    }
  }

  private static List<Object> answers(List<AsyncCommand<String, String, Object>> asked) {
    var answers = new ArrayList<Object>();
    asked.forEach(a -> answers.add(a.join()));
    return answers;
  }

  /** Not List.of, which takes no null. */
  private static List<Object> alone(Object answer) {
    var answers = new ArrayList<Object>(1);
    answers.add(answer);
    return answers;
  }

  private static AsyncCommand<String, String, Object> encode(Command command) {
    var arguments = new CommandArgs<>(StringCodec.UTF8);
    command.words().subList(1, command.words().size()).forEach(arguments::add);
    return new AsyncCommand<>(
        new io.lettuce.core.protocol.Command<>(
            new Word(command.words().get(0)), new Reply(), arguments));
  }

  /** The client knows most commands by itself, but need not. */
  private record Word(String name, byte[] bytes) implements ProtocolKeyword {

    Word(String name) {
      this(name, name.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public byte[] getBytes() {
      return bytes;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
