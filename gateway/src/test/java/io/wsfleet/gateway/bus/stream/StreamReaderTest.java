package io.wsfleet.gateway.bus.stream;

import static io.wsfleet.gateway.bus.stream.StreamTestData.entry;
import static io.wsfleet.gateway.bus.stream.StreamTestData.message;
import static io.wsfleet.gateway.bus.stream.StreamTestData.messages;
import static io.wsfleet.gateway.bus.stream.StreamTestData.notification;
import static io.wsfleet.gateway.bus.stream.StreamTestData.publishAll;
import static io.wsfleet.gateway.bus.stream.StreamTestData.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.bus.stream.wire.EntryFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamReaderTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void catchesUpAfterALostConnection() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publishAll(anna, 0, 100);
      await().until(() -> atBert.size() == 100);
      redis.replica().stop();
      await().until(() -> bert.state() == BusState.CONNECTING);
      publishAll(anna, 100, 300);
      redis.replica().restart();
      await().until(() -> atBert.size() >= 300);
      assertEquals(messages("anna", 300), atBert.received());
      assertEquals(0, bert.counters().missedMessages().sum());
    }
  }

  @Test
  void receivesNotificationsAtTheReplica() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.streamWithoutPolling(vertx, "anna");
      Bus bert = redis.streamWithoutPolling(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      for (int i = 0; i < 100; i++) {
        anna.publish(message("anna", i)).toCompletableFuture().get(5, SECONDS);
      }
      await().until(() -> atBert.size() >= 100);
      assertEquals(messages("anna", 100), atBert.received());
    }
  }

  @Test
  void readsEntriesWithoutANotification() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      byte[] message = EntryFormat.encode(message("bert", 0));
      send(vertx, redis, entry("1-1", "p", "bert").arg("n").arg("1").arg("1").arg(message));
      send(vertx, redis, Request.cmd(Command.HSET).arg(StreamKeys.HEAD).arg("number").arg("1"));
      await().until(() -> atAnna.size() > 0);
      anna.publish(message("bert", 1));
      await().until(() -> atAnna.size() >= 2);
      assertEquals(messages("bert", 2), atAnna.received());
    }
  }

  @Test
  void ignoresNotificationsThatDoNotFollow() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      String epoch = anna.position() == null ? "" : anna.position().epoch();
      for (int i = 0; i < 100; i++) {
        anna.publish(message("anna", i));
        send(vertx, redis, notification("x"));
        send(vertx, redis, notification("\u0096\u00a1h\u00a11\u00a29\u00a1p\u00a11\u00a1x"));
        send(
            vertx,
            redis,
            notification("\u0096\u00a6" + epoch + "\u00a11\u00a49999\u00a1p\u00a11\u00a1x"));
      }
      await().until(() -> atAnna.size() >= 100);
      assertEquals(messages("anna", 100), atAnna.received());
      assertEquals(0, anna.counters().missedMessages().sum());
      assertEquals(0, anna.counters().lostEpochs().sum());
    }
  }

  @Test
  void losesNothingWhenItsReplicaIsResynchronized() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publishAll(anna, 0, 100);
      await().until(() -> atAnna.size() == 100);
      redis.replica().rawCommand("REPLICAOF", "NO", "ONE");
      redis.replica().rawCommand("FLUSHALL");
      await().until(() -> anna.state() == BusState.CONNECTING);
      publishAll(anna, 100, 200);
      redis.replica().rawCommand("REPLICAOF", "127.0.0.1", String.valueOf(redis.master().port()));
      await().until(() -> atAnna.size() >= 200);
      assertEquals(messages("anna", 200), atAnna.received());
      assertEquals(0, anna.counters().lostEpochs().sum());
      assertEquals(0, anna.counters().missedMessages().sum());
    }
  }

  @Test
  void countsALostEpochAndGoesOn() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publishAll(anna, 0, 50);
      await().until(() -> atBert.size() == 50);
      String before = bert.position().epoch();
      redis.master().stop();
      redis.master().restart();
      await().until(() -> bert.counters().lostEpochs().sum() == 1);
      await().until(() -> anna.state() == BusState.CONNECTED);
      publishAll(anna, 50, 100);
      await().until(() -> atBert.size() >= 100);
      assertEquals(messages("anna", 100), atBert.received());
      assertNotEquals(before, bert.position().epoch());
      assertEquals(2, atBert.resets(), "at the start, and for the new epoch");
    }
  }

  @Test
  void noticesAStreamThatWasReplaced() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publishAll(anna, 0, 50);
      await().until(() -> atAnna.size() == 50);
      send(vertx, redis, Request.cmd(Command.DEL).arg(StreamKeys.STREAM).arg(StreamKeys.HEAD));
      publishAll(anna, 50, 100);
      await().until(() -> atAnna.size() >= 100);
      assertEquals(messages("anna", 100), atAnna.received());
      assertEquals(1, anna.counters().lostEpochs().sum());
    }
  }

  @Test
  void countsTheMessagesThatWereTrimmedBeforeItReadThem() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      StreamSettings few = new StreamSettings(100, 10_000_000, 30_000, 1000);
      Bus anna = redis.stream(vertx, "anna", few);
      Bus bert = redis.stream(vertx, "bert", few);
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publishAll(anna, 0, 10);
      await().until(() -> atBert.size() == 10);
      redis.replica().stop();
      await().until(() -> bert.state() == BusState.CONNECTING);
      publishAll(anna, 10, 1000);
      redis.replica().restart();
      await().until(() -> atBert.received().contains(message("anna", 999)));
      assertEquals(1000 - atBert.size(), bert.counters().missedMessages().sum());
      assertTrue(atBert.size() >= 100 && atBert.size() < 1000, atBert.size() + " were delivered");
    }
  }

  @Test
  void skipsUnreadableEntries() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publishAll(anna, 0, 1);
      send(vertx, redis, entry("1-2", "2", "a later version"));
      send(vertx, redis, entry("1-3", "1", "nonsense"));
      send(vertx, redis, Request.cmd(Command.HSET).arg(StreamKeys.HEAD).arg("number").arg("3"));
      publishAll(anna, 1, 2);
      await().until(() -> atAnna.size() == 2);
      assertEquals(messages("anna", 2), atAnna.received());
      assertEquals(2, anna.counters().malformed().sum());
      assertEquals(2, anna.counters().missedMessages().sum(), "clients did not get them");
    }
  }
}
