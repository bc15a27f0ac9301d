package io.wsfleet.gateway.bus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.SessionStoreContract;
import io.wsfleet.gateway.bus.redis.RedisServers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisSessionStoreTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void keepsTheContractOfSessionStores() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener.connected(bert);
      SessionStoreContract.check(anna.sessionStore(), bert.sessionStore());
      SessionStoreContract.checkHeld(anna.sessionStore(), bert.sessionStore());
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<SessionStore.ClaimedSession> claimed =
          anna.sessionStore().claim("x", 1000).toCompletableFuture();
      assertThrows(ExecutionException.class, () -> claimed.get(5, SECONDS));
    }
  }
}
