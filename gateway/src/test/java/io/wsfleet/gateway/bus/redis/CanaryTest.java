package io.wsfleet.gateway.bus.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Listener;
import io.wsfleet.gateway.bus.SoloBus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways that say to each other that they live. */
class CanaryTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void hearsItselfWhereItRunsAlone() {
    assertEquals(Map.of("anna", 0L), new SoloBus("anna").heard());
  }

  @Test
  void areHeardByAllThroughTheStreamAndTellClientsNothing() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      hearEachOther(
          List.of(
              redis.singingStream(vertx, "anna", 100), redis.singingStream(vertx, "bert", 100)));
    }
  }

  @Test
  void areHeardByAllThroughPubSubAndTellClientsNothing() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      hearEachOther(
          List.of(redis.singingBus(vertx, "anna", 100), redis.singingBus(vertx, "bert", 100)));
    }
  }

  private static void hearEachOther(List<Bus> buses) {
    List<Listener> listeners = buses.stream().map(Listener::startedOn).toList();
    for (Bus bus : buses) {
      await().until(() -> bus.heard().keySet().equals(Set.of("anna", "bert")));
    }
    buses.get(1).close();
    await().until(() -> buses.get(0).heard().getOrDefault("bert", 1000L) > 300);
    await().until(() -> buses.get(0).heard().keySet().equals(Set.of("anna")));
    for (Listener listener : listeners) {
      assertEquals(0, listener.size());
      assertEquals(0, listener.remembered());
    }
    assertEquals(0, buses.get(0).counters().received().sum());
    buses.get(0).close();
  }

  @Test
  void areHeardAtOnceWhenTheMasterIsBack() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      for (Bus bus :
          List.of(
              redis.singingStream(vertx, "anna", 8000), redis.singingBus(vertx, "bert", 8000))) {
        Listener.startedOn(bus);
        await().until(() -> bus.heard().size() == 1);
        redis.master().stop();
        await().until(() -> bus.state() == BusState.CONNECTING);
        Thread.sleep(1500);
        redis.master().start();
        await().until(() -> bus.heard().values().stream().allMatch(age -> age < 1000));
        assertTrue(bus.heard().size() == 1);
        bus.close();
      }
    }
  }
}
