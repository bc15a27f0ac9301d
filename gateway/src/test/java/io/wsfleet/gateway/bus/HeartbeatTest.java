package io.wsfleet.gateway.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.redis.RedisServers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways that say to each other that they live. */
class HeartbeatTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void theInMemoryBusHasItsOwnHeartbeat() {
    assertEquals(Map.of("anna", 0L), new InMemoryBus("anna").heartbeatAges());
  }

  @Test
  void reachAllGatewaysThroughTheStreamAndNoClient() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      hearEachOther(
          List.of(
              redis.streamWithHeartbeat(vertx, "anna", 100),
              redis.streamWithHeartbeat(vertx, "bert", 100)));
    }
  }

  @Test
  void reachAllGatewaysThroughPubSubAndNoClient() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      hearEachOther(
          List.of(
              redis.busWithHeartbeat(vertx, "anna", 100),
              redis.busWithHeartbeat(vertx, "bert", 100)));
    }
  }

  private static void hearEachOther(List<Bus> buses) {
    List<RecordingListener> listeners = buses.stream().map(RecordingListener::connected).toList();
    for (Bus bus : buses) {
      await().until(() -> bus.heartbeatAges().keySet().equals(Set.of("anna", "bert")));
    }
    buses.get(1).close();
    await().until(() -> buses.get(0).heartbeatAges().getOrDefault("bert", 1000L) > 300);
    await().until(() -> buses.get(0).heartbeatAges().keySet().equals(Set.of("anna")));
    for (RecordingListener recordingListener : listeners) {
      assertEquals(0, recordingListener.size());
      assertEquals(0, recordingListener.appended());
    }
    assertEquals(0, buses.get(0).counters().received().sum());
    buses.get(0).close();
  }

  @Test
  void areSentAtOnceAfterAReconnect() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      for (Bus bus :
          List.of(
              redis.streamWithHeartbeat(vertx, "anna", 8000),
              redis.busWithHeartbeat(vertx, "bert", 8000))) {
        RecordingListener.connected(bus);
        await().until(() -> bus.heartbeatAges().size() == 1);
        redis.master().stop();
        await().until(() -> bus.state() == BusState.CONNECTING);
        Thread.sleep(1500);
        redis.master().restart();
        await().until(() -> bus.heartbeatAges().values().stream().allMatch(age -> age < 1000));
        assertTrue(bus.heartbeatAges().size() == 1);
        bus.close();
      }
    }
  }
}
