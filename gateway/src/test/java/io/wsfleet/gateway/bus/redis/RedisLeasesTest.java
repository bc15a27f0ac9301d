package io.wsfleet.gateway.bus.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members with leases at a real Redis. */
class RedisLeasesTest {
  private static final long LONG = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private RedisServers redis;
  private RedisLeases one;
  private RedisLeases other;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServers.one();
    one = redis.leases(vertx, "one");
    other = redis.leases(vertx, "other");
    one.start();
    other.start();
    await().ignoreExceptions().until(() -> get(one.find("x")).isEmpty());
    await().ignoreExceptions().until(() -> get(other.find("x")).isEmpty());
  }

  @AfterEach
  void stop() throws Exception {
    get(vertx.close().toCompletionStage());
    redis.close();
  }

  @Test
  void findsALeaseOfAnotherGateway() throws Exception {
    assertTrue(get(one.acquire("name", "value", LONG)));
    assertEquals(Optional.of("value"), get(other.find("name")));
    assertEquals(Optional.empty(), get(other.find("another")));
  }

  @Test
  void renewsALeaseAndRejectsOthers() throws Exception {
    assertTrue(get(one.acquire("name", "one", LONG)));
    assertFalse(get(other.acquire("name", "other", LONG)));
    assertTrue(get(one.acquire("name", "one", LONG)));
    assertEquals(Optional.of("one"), get(other.find("name")));
  }

  @Test
  void expiresWithoutARenewal() throws Exception {
    assertTrue(get(one.acquire("name", "one", 1)));
    await().until(() -> get(other.find("name")).isEmpty());
    assertTrue(get(other.acquire("name", "other", LONG)));
    assertFalse(get(one.acquire("name", "one", LONG)), "it is the other's now");
  }

  @Test
  void releasesOnlyItsOwnLease() throws Exception {
    assertTrue(get(one.acquire("name", "one", LONG)));
    assertFalse(get(other.release("name", "other")));
    assertEquals(Optional.of("one"), get(other.find("name")));
    assertTrue(get(one.release("name", "one")));
    assertEquals(Optional.empty(), get(other.find("name")));
  }

  @Test
  void failsSoonWithoutRedisAndRecovers() throws Exception {
    redis.master().stop();
    await()
        .untilAsserted(
            () -> assertThrows(ExecutionException.class, () -> get(one.acquire("n", "v", LONG))));
    assertThrows(ExecutionException.class, () -> get(one.find("n")));
    redis.master().restart();
    await().ignoreExceptions().until(() -> get(one.acquire("n", "v", LONG)));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, SECONDS);
  }
}
