package io.wsfleet.gateway.bus.stream;

import static io.wsfleet.gateway.bus.stream.StreamTestData.message;
import static io.wsfleet.gateway.bus.stream.StreamTestData.messages;
import static io.wsfleet.gateway.bus.stream.StreamTestData.publishAll;
import static io.wsfleet.gateway.bus.stream.StreamTestData.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamBusTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void deliversAtEachGatewayInTheSameOrder() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      for (int i = 0; i < 1000; i++) {
        anna.publish(message("anna", i));
        bert.publish(message("bert", i));
      }
      await().until(() -> atAnna.size() == 2000 && atBert.size() == 2000);
      assertEquals(atAnna.received(), atBert.received());
      assertEquals(messages("anna", 1000), only("anna", atAnna));
      assertEquals(messages("bert", 1000), only("bert", atAnna));
      assertEquals(1000, anna.counters().published().sum());
      assertEquals(anna.position(), bert.position());
    }
  }

  @Test
  void deliversNothingThatWasPublishedBeforeTheStart() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener.connected(anna);
      publishAll(anna, 0, 100);
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atBert = RecordingListener.connected(bert);
      anna.publish(message("anna", 100));
      await().until(() -> atBert.size() > 0);
      assertEquals(List.of(message("anna", 100)), atBert.received());
      assertEquals(101, atBert.appended(), "the history has it");
      assertEquals(0, bert.counters().missedMessages().sum());
    }
  }

  @Test
  void deliversEverythingOnceWhileConnectionsAreLost() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      CompletableFuture<?>[] published = new CompletableFuture<?>[3000];
      for (int i = 0; i < published.length; i++) {
        published[i] = anna.publish(message("anna", i)).toCompletableFuture();
        if (i % 100 == 99) {
          String which = i % 200 == 99 ? "normal" : "pubsub";
          send(vertx, redis, Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg(which));
        }
      }
      CompletableFuture.allOf(published).get(30, SECONDS);
      await().until(() -> atBert.size() >= 3000 && atAnna.size() >= 3000);
      assertEquals(messages("anna", 3000), atBert.received());
      assertEquals(messages("anna", 3000), atAnna.received());
      assertTrue(anna.counters().reconnects().sum() > 0);
      assertEquals(0, anna.counters().publishFailures().sum());
    }
  }

  @Test
  void publishesTheSequenceOfAProducerOnceAndInOrder() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener.connected(bert);
      assertEquals(new PublishResult.Published(), publish(anna, 41, 0));
      assertEquals(new PublishResult.Duplicate(), publish(bert, 41, 0));
      assertEquals(new PublishResult.Published(), publish(bert, 42, 1));
      assertEquals(new PublishResult.Duplicate(), publish(anna, 7, 9));
      assertEquals(new PublishResult.OutOfSequence(43), publish(anna, 44, 9));
      List<CompletableFuture<PublishResult>> many =
          IntStream.range(0, 100)
              .mapToObj(i -> (i % 2 == 0 ? anna : bert).publish(message("shop", 2), sequence(43)))
              .map(stage -> stage.toCompletableFuture())
              .toList();
      int published = 0;
      for (CompletableFuture<PublishResult> each : many) {
        published += each.get(5, SECONDS) instanceof PublishResult.Published ? 1 : 0;
      }
      assertEquals(1, published, "of many at a time");
      assertEquals(new PublishResult.Published(), publish(anna, 44, 3));
      await().until(() -> atAnna.size() >= 4);
      assertEquals(messages("shop", 4), atAnna.received());
      long millis =
          send(vertx, redis, Request.cmd(Command.PTTL).arg(StreamKeys.sender("shop"))).toLong();
      assertTrue(millis > 3_500_000 && millis <= 3_600_000, millis + " ms to live");
    }
  }

  private static PublishResult publish(Bus bus, long number, int message) throws Exception {
    return bus.publish(message("shop", message), sequence(number))
        .toCompletableFuture()
        .get(5, SECONDS);
  }

  private static ProducerSequence sequence(long number) {
    return new ProducerSequence("shop", number);
  }

  @Test
  void trimsTheStreamToItsBytes() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna", new StreamSettings(100_000, 1_000_000, 30_000, 1000));
      RecordingListener.connected(anna);
      String large = "\"" + "x".repeat(50_000) + "\"";
      for (int i = 0; i < 100; i++) {
        Event event = Event.of("large", large);
        anna.publish(new Broadcast(event, Audience.all("/"), false))
            .toCompletableFuture()
            .get(5, SECONDS);
      }
      long entries = send(vertx, redis, Request.cmd(Command.XLEN).arg(StreamKeys.STREAM)).toLong();
      assertTrue(entries >= 15 && entries <= 22, entries + " entries of 50 kB are kept");
    }
  }

  @Test
  void serializesActionsWithDeliveries() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      List<Long> differences = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 500; i++) {
        anna.publish(message("anna", i));
        anna.serialize(() -> differences.add(anna.position().id().number() - atAnna.size()));
      }
      await().until(() -> atAnna.size() == 500 && differences.size() == 500);
      assertTrue(differences.stream().allMatch(each -> each == 0), differences::toString);
    }
  }

  private static List<BusMessage> only(String producer, RecordingListener listener) {
    return listener.received().stream()
        .filter(each -> ((Broadcast) each).event().name().equals(producer))
        .toList();
  }
}
