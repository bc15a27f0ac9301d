package io.wsfleet.gateway.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Event;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every bus. Each test gets the buses of a whole fleet: one gateway, or three. */
class BusContractTest {
  private static Vertx vertx;
  private static RedisServers redis;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    redis = RedisServers.masterAndReplica();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    redis.close();
  }

  static List<Arguments> fleets() {
    return List.of(
        Arguments.of(Named.of("solo", List.of(new SoloBus()))),
        Arguments.of(
            Named.of(
                "redis",
                List.of(redis.bus(vertx, "a"), redis.bus(vertx, "b"), redis.bus(vertx, "c")))));
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void reachesEachOfTheOthersOnceInOrderAndNeverTheSender(List<Bus> fleet) {
    List<Listener> listeners = fleet.stream().map(Listener::startedOn).toList();
    List<BusMessage> messages = IntStream.range(0, 200).mapToObj(BusContractTest::message).toList();
    messages.forEach(fleet.get(0)::publish);
    for (Listener other : listeners.subList(1, listeners.size())) {
      await().until(() -> other.size() == messages.size());
      assertEquals(messages, other.heard());
    }
    assertEquals(List.of(), listeners.get(0).heard());
    fleet.forEach(Bus::close);
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void givesANameToOneMemberOnly(List<Bus> fleet) throws Exception {
    fleet.forEach(Listener::startedOn);
    int claimed = 0;
    for (Bus bus : fleet) {
      String name = "contract:" + fleet.size();
      claimed += bus.claim(name, 60_000).toCompletableFuture().get(5, SECONDS) ? 1 : 0;
    }
    assertEquals(1, claimed);
    fleet.forEach(Bus::close);
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void saysHowItIs(List<Bus> fleet) {
    for (Bus bus : fleet) {
      Listener.startedOn(bus);
      assertNotEquals(BusState.CONNECTING, bus.state());
      assertEquals(0, bus.waiting());
      assertTrue(bus.counters().malformed().sum() == 0);
      bus.close();
    }
  }

  private static BusMessage message(int number) {
    Audience audience = number % 2 == 0 ? Audience.EVERYONE : Audience.room("r" + number);
    return new Broadcast(Event.of("e", String.valueOf(number)), audience, number % 3 == 0);
  }
}
