package io.wsfleet.gateway.bus.stream;

import static io.wsfleet.gateway.bus.stream.StreamTestData.message;
import static io.wsfleet.gateway.bus.stream.StreamTestData.messages;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stream bus while the master is unavailable. */
class MasterOutageTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void limitsTheQueueAndDeliversOwnMessagesWithoutAMaster() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      String large = "\"" + "x".repeat(100_000) + "\"";
      for (int i = 0; i < 300; i++) {
        anna.publish(new Broadcast(Event.of("large", large), Audience.all("/"), false));
        if (i == 50) {
          await().until(() -> atAnna.size() == 51);
        }
      }
      assertTrue(anna.pendingPublishes() < 100, anna.pendingPublishes() + " of 100 kB wait");
      assertTrue(anna.counters().publishFailures().sum() >= 200);
    }
  }

  @Test
  void deliversToItselfAtOnceAndToOthersOnceThereIsAMaster() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<?>[] published = new CompletableFuture<?>[100];
      for (int i = 0; i < published.length; i++) {
        published[i] = anna.publish(message("anna", i)).toCompletableFuture();
      }
      await().until(() -> atAnna.size() == 100);
      assertTrue(!published[0].isDone(), "it is not acknowledged yet");
      redis.master().restart();
      CompletableFuture.allOf(published).get(10, SECONDS);
      anna.publish(message("anna", 100));
      await().until(() -> atBert.size() >= 101 && atAnna.size() >= 101);
      assertEquals(messages("anna", 101), atBert.received());
      assertEquals(messages("anna", 101), atAnna.received());
    }
  }

  @Test
  void hasOneOrderAsSoonAsThereIsAMaster() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      redis.master().stop();
      anna.publish(message("anna", 0));
      bert.publish(message("bert", 0));
      await().until(() -> atAnna.size() == 1 && atBert.size() == 1);
      redis.master().restart();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  anna.state() == BusState.CONNECTED
                      && bert.state() == BusState.CONNECTED
                      && atAnna.size() == 2
                      && atBert.size() == 2);
      for (int i = 1; i < 10; i++) {
        anna.publish(message("anna", i));
        bert.publish(message("bert", i));
      }
      await().until(() -> atAnna.size() == 20 && atBert.size() == 20);
      assertEquals(atAnna.received().subList(2, 20), atBert.received().subList(2, 20));
    }
  }

  @Test
  void failsAMessageAfterThePublishTimeout() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna", new StreamSettings(100, 10_000_000, 200, 1000));
      RecordingListener.connected(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<Void> published = anna.publish(message("anna", 0)).toCompletableFuture();
      assertThrows(ExecutionException.class, () -> published.get(5, SECONDS));
      assertEquals(1, anna.counters().publishFailures().sum());
      redis.master().restart();
      await().until(() -> anna.state() == BusState.CONNECTED);
      anna.publish(message("anna", 1)).toCompletableFuture().get(5, SECONDS);
    }
  }
}
