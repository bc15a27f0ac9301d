package io.wsfleet.gateway.bus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.bus.stream.wire.EntryFormat;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The messages and Redis commands that the tests of the stream share. */
final class StreamTestData {
  private StreamTestData() {}

  static Broadcast message(String producer, int number) {
    return new Broadcast(Event.of(producer, String.valueOf(number)), Audience.all("/"), false);
  }

  static List<Broadcast> messages(String producer, int count) {
    return IntStream.range(0, count).mapToObj(i -> message(producer, i)).toList();
  }

  static void publishAll(Bus bus, int from, int to) throws Exception {
    CompletableFuture<?>[] published =
        IntStream.range(from, to)
            .mapToObj(i -> bus.publish(message("anna", i)).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(published).get(10, SECONDS);
  }

  static Request entry(String id, String field, String value) {
    return Request.cmd(Command.XADD).arg(StreamKeys.STREAM).arg(id).arg(field).arg(value);
  }

  static Request notification(String latin1) {
    return Request.cmd(Command.PUBLISH)
        .arg(StreamKeys.STREAM)
        .arg(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The publish script with the messages of these numbers; a negative one was withdrawn. */
  static Request batch(int first, int... messages) {
    return sequenced("", first, messages);
  }

  /** The same with sequences of a sender. */
  static Request sequenced(String sequences, int first, int... messages) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(LuaScript.PUBLISH.text())
            .arg(4)
            .arg(StreamKeys.STREAM)
            .arg(StreamKeys.HEAD)
            .arg(StreamKeys.producer("bert"))
            .arg(StreamKeys.sender("shop"))
            .arg("bert")
            .arg(first)
            .arg(1000)
            .arg(1_000_000)
            .arg(60_000)
            .arg(sequences);
    for (int each : messages) {
      request.arg(each < 0 ? new byte[0] : EntryFormat.encode(message("bert", each)));
    }
    return request;
  }

  static Response send(Vertx vertx, RedisServers redis, Request request) throws Exception {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + redis.master().port())
            .setPassword(RedisServers.PASSWORD);
    Redis client = Redis.createClient(vertx, options);
    try {
      return client.send(request).toCompletionStage().toCompletableFuture().get(10, SECONDS);
    } finally {
      client.close();
    }
  }
}
