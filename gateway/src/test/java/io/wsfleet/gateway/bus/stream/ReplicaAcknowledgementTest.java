package io.wsfleet.gateway.bus.stream;

import static io.wsfleet.gateway.bus.stream.StreamTestData.message;
import static io.wsfleet.gateway.bus.stream.StreamTestData.messages;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.RedisReplicationGroup;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that replicas have to acknowledge, in a real Redis. */
class ReplicaAcknowledgementTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void acknowledgesAMessageOnceAReplicaHasIt() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener.connected(anna);
      for (int i = 0; i < 20; i++) {
        publish(anna, i).get(5, SECONDS);
        String entries =
            redis.replicas().get(0).rawCommand("XREVRANGE", StreamKeys.STREAM, "+", "-");
        assertTrue(entries.contains("," + i), "message " + i + " is in the replica");
      }
      assertEquals(0, anna.counters().lateReplicaAcks().sum());
      assertEquals(0, anna.unacknowledged());
    }
  }

  @Test
  void deliversWithoutAcknowledgingWhileAReplicaHangs() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      redis.requireReplicas(2);
      Bus anna = redis.gateway(vertx, "anna", new StreamSettings(1000, 10_000_000, 8000, 300), 0);
      RecordingListener atAnna = RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      RedisProcess hung = redis.replicas().get(0);
      hung.suspend();
      List<CompletableFuture<Void>> published = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        published.add(publish(anna, i));
        Thread.sleep(5);
      }
      await().until(() -> atAnna.size() == 101);
      assertTrue(
          published.stream().noneMatch(CompletableFuture::isDone), "none is acknowledged yet");
      await().until(() -> anna.unacknowledged() == 100);
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> published.get(0).get(20, SECONDS));
      assertTrue(failure.getMessage().endsWith("it may have been delivered"));
      await().until(() -> anna.unacknowledged() == 0);
      CompletableFuture<Void> last = publish(anna, 101);
      hung.resume();
      last.get(10, SECONDS);
      publish(anna, 102).get(5, SECONDS);
      await().until(() -> atAnna.size() == 103);
      assertEquals(messages("anna", 103), atAnna.received());
      assertEquals(100, anna.counters().publishFailures().sum());
      assertTrue(anna.counters().lateReplicaAcks().sum() > 0);
    }
  }

  @Test
  void acknowledgesEverythingOnceTheReplicaIsBack() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      redis.replicas().get(0).suspend();
      List<CompletableFuture<Void>> published = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        published.add(publish(anna, i));
        Thread.sleep(20);
      }
      assertTrue(published.stream().noneMatch(CompletableFuture::isDone));
      await().until(() -> anna.unacknowledged() == 50);
      redis.replicas().get(0).resume();
      CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).get(10, SECONDS);
      await().until(() -> atAnna.size() == 51);
      assertEquals(messages("anna", 51), atAnna.received());
    }
  }

  @Test
  void acknowledgesAtOnceWhenNoReplicaIsRequiredAnyMore() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      redis.replicas().get(0).suspend();
      CompletableFuture<Void> published = publish(anna, 1);
      await().until(() -> anna.unacknowledged() == 1);
      assertFalse(published.isDone());
      redis.requireReplicas(0);
      published.get(5, SECONDS);
      publish(anna, 2).get(5, SECONDS);
    }
  }

  @Test
  void deliversOwnMessagesWhileTheMasterRejectsWrites() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      redis.master().rawCommand("CONFIG", "SET", "min-replicas-to-write", "1");
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      RedisProcess away = redis.replicas().get(0);
      away.kill();
      await().until(() -> redis.master().info("connected_slaves").equals("0"));
      CompletableFuture<Void> published = publish(anna, 1);
      await().until(() -> atAnna.size() == 2);
      assertFalse(published.isDone());
      away.restart();
      redis.rejoin(away);
      published.get(10, SECONDS);
      publish(anna, 2).get(5, SECONDS);
      await().until(() -> atAnna.size() >= 3);
      assertEquals(messages("anna", 3), atAnna.received());
    }
  }

  @Test
  void receivesHeartbeatsThatAreNotAcknowledged() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      redis.requireReplicas(2);
      // A reader of the suspended one would have to find the other first.
      redis.routeReadersTo(redis.replicas().get(1));
      Bus anna = redis.gateway(vertx, "anna", RedisServers.STREAM_SETTINGS, 300);
      RecordingListener.connected(anna);
      await().until(() -> anna.heartbeatAges().size() == 1);
      redis.replicas().get(0).suspend();
      await().until(() -> anna.unacknowledged() > 8);
      await().until(() -> anna.heartbeatAges().get("anna") < 600);
    }
  }

  private static CompletableFuture<Void> publish(Bus bus, int number) {
    return bus.publish(message("anna", number)).toCompletableFuture();
  }
}
