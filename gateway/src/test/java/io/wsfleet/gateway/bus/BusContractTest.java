package io.wsfleet.gateway.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
        Arguments.of(Named.of("solo", List.of(new InMemoryBus("g")))),
        Arguments.of(
            Named.of(
                "redis",
                List.of(redis.bus(vertx, "a"), redis.bus(vertx, "b"), redis.bus(vertx, "c")))),
        Arguments.of(
            Named.of(
                "stream",
                List.of(
                    redis.stream(vertx, "a"),
                    redis.stream(vertx, "b"),
                    redis.stream(vertx, "c")))));
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void reachesEachMemberOnceInOrderTheSenderIncluded(List<Bus> fleet) throws Exception {
    List<RecordingListener> listeners = fleet.stream().map(RecordingListener::connected).toList();
    List<BusMessage> messages = IntStream.range(0, 200).mapToObj(BusContractTest::message).toList();
    List<CompletableFuture<Void>> taken =
        messages.stream()
            .map(fleet.get(0)::publish)
            .map(CompletionStage::toCompletableFuture)
            .toList();
    for (CompletableFuture<Void> each : taken) {
      each.get(5, SECONDS);
    }
    for (RecordingListener member : listeners) {
      await().until(() -> member.size() >= messages.size());
      assertEquals(messages, member.received());
    }
    fleet.forEach(Bus::close);
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void tellsAnEventForTheOthersToTheOthersAlone(List<Bus> fleet) throws Exception {
    List<RecordingListener> listeners = fleet.stream().map(RecordingListener::connected).toList();
    BusMessage forOthers = new BusMessage.ServerEvent("/", Event.of("news"));
    BusMessage forAll = message(0);
    fleet.get(0).publish(forOthers);
    fleet.get(0).publish(forAll).toCompletableFuture().get(5, SECONDS);
    for (RecordingListener member : listeners) {
      boolean isPublisher = member == listeners.get(0);
      // The two go by different channels, so that either may come first.
      Set<BusMessage> expected = isPublisher ? Set.of(forAll) : Set.of(forOthers, forAll);
      await().until(() -> Set.copyOf(member.received()).equals(expected));
    }
    fleet.forEach(Bus::close);
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void givesANameToOneMemberOnly(List<Bus> fleet) throws Exception {
    fleet.forEach(RecordingListener::connected);
    int claimed = 0;
    for (Bus bus : fleet) {
      String name = "contract:" + fleet.hashCode();
      claimed += bus.tryLock(name, 60_000).toCompletableFuture().get(5, SECONDS) ? 1 : 0;
    }
    assertEquals(1, claimed);
    fleet.forEach(Bus::close);
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void saysHowItIs(List<Bus> fleet) {
    for (Bus bus : fleet) {
      RecordingListener.connected(bus);
      assertNotEquals(BusState.CONNECTING, bus.state());
      assertEquals(0, bus.pendingPublishes());
      assertTrue(bus.counters().malformed().sum() == 0);
      bus.close();
    }
  }

  private static BusMessage message(int number) {
    Audience audience = number % 2 == 0 ? Audience.all("/") : Audience.room("/", "r" + number);
    return new Broadcast(Event.of("e", String.valueOf(number)), audience, number % 3 == 0);
  }
}
