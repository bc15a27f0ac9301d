package io.wsfleet.gateway.bus.stream;

import static io.wsfleet.gateway.bus.stream.StreamTestData.batch;
import static io.wsfleet.gateway.bus.stream.StreamTestData.entry;
import static io.wsfleet.gateway.bus.stream.StreamTestData.messages;
import static io.wsfleet.gateway.bus.stream.StreamTestData.send;
import static io.wsfleet.gateway.bus.stream.StreamTestData.sequenced;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.RedisServers;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The script that publishes a batch, in a real Redis. */
class PublishScriptTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void acceptsOnlyTheNewMessagesOfARepeatedBatch() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      assertEquals("1-3", send(vertx, redis, batch(1, 0, 1, 2)).get(0).toString());
      assertEquals("known", send(vertx, redis, batch(2, 1, 2)).get(0).toString());
      assertEquals("1-5", send(vertx, redis, batch(2, 1, 2, 3, 4)).get(0).toString());
      assertEquals(
          "1-6",
          send(vertx, redis, batch(9, 5)).get(0).toString(),
          "a Redis that has lost some messages");
      assertEquals("skipped", send(vertx, redis, batch(10, -1)).get(0).toString());
      assertEquals("1-7", send(vertx, redis, batch(10, -1, 6)).get(0).toString());
      await().until(() -> atAnna.size() >= 7);
      assertEquals(messages("bert", 7), atAnna.received());
    }
  }

  @Test
  void repeatsTheResultsOfARepeatedBatch() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener.connected(anna);
      Request first = sequenced("1 1 5 2 1 7", 1, 0, 1);
      assertEquals(List.of("taken", "6"), results(send(vertx, redis, first)));
      assertEquals(
          List.of("taken", "6"), results(send(vertx, redis, sequenced("1 1 5 2 1 7", 1, 0, 1))));
      assertEquals(
          List.of("6", "taken"), results(send(vertx, redis, sequenced("1 1 7 2 1 6", 2, 1, 2))));
      assertEquals(List.of("known"), results(send(vertx, redis, sequenced("1 1 6", 9, 2))));
    }
  }

  @Test
  void acceptsAMessageAfterAFailedWrite() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener.connected(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      send(vertx, redis, entry("1-5", "of", "another term"));
      assertThrows(ExecutionException.class, () -> send(vertx, redis, batch(1, 0, 1)));
      send(vertx, redis, Request.cmd(Command.HSET).arg(StreamKeys.HEAD).arg("number").arg("5"));
      assertEquals("1-7", send(vertx, redis, batch(1, 0, 1)).get(0).toString());
    }
  }

  private static List<String> results(Response reply) {
    return reply.get(2).stream().map(Response::toString).toList();
  }
}
