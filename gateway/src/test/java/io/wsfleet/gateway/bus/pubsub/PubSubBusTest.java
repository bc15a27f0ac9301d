package io.wsfleet.gateway.bus.pubsub;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.HostPort;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PubSubBusTest {
  private static final Channels MAIN = new Channels("/");

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void receivesAtTheReplicaInTheOrderOfEachSender() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.bus(vertx, "anna");
      Bus bert = redis.bus(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      IntStream.range(0, 2000).forEach(i -> anna.publish(broadcast(i)));
      await().until(() -> atBert.size() == 2000);
      assertEquals(
          IntStream.range(0, 2000).mapToObj(PubSubBusTest::broadcast).toList(), atBert.received());
      assertEquals(atBert.received(), atAnna.received());
      assertEquals(2000, anna.counters().published().sum());
    }
  }

  /** An emitter that lets sockets join a room and speaks to the room is not heard the other way. */
  @Test
  void receivesCommandsAndBroadcastsInOneOrder() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.bus(vertx, "anna");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(redis.bus(vertx, "bert"));
      List<BusMessage> said =
          IntStream.range(0, 1000)
              .<BusMessage>mapToObj(
                  i ->
                      i % 2 == 0
                          ? new BusMessage.Join(Audience.room("/", "b1"), Set.of("room" + i))
                          : broadcast(i))
              .toList();
      said.forEach(anna::publish);
      await().until(() -> atBert.size() == said.size());
      assertEquals(said, atBert.received());
    }
  }

  @Test
  void subscribesOnceToRequestsAtTheMaster() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      RecordingListener.connected(redis.bus(vertx, "anna"));
      RecordingListener.connected(redis.bus(vertx, "bert"));
      Response numSub = send(redis, Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(MAIN.request()));
      assertEquals(2, numSub.get(1).toInteger());
    }
  }

  @Test
  void subscribesAgainAfterEachReconnect() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.bus(vertx, "anna");
      Bus bert = redis.bus(vertx, "bert");
      RecordingListener atBert = RecordingListener.connected(bert);
      RecordingListener.connected(anna);
      for (int round = 1; round <= 10; round++) {
        redis.master().stop();
        await()
            .until(
                () -> anna.state() == BusState.CONNECTING && bert.state() == BusState.CONNECTING);
        redis.master().restart();
        await()
            .until(() -> anna.state() == BusState.CONNECTED && bert.state() == BusState.CONNECTED);
        int expected = round;
        anna.publish(broadcast(round));
        await().until(() -> atBert.size() == expected);
      }
      assertEquals(20, anna.counters().reconnects().sum());
    }
  }

  @Test
  void sendsQueuedMessagesAfterAReconnect() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.bus(vertx, "anna");
      Bus bert = redis.bus(vertx, "bert");
      RecordingListener.connected(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      IntStream.range(0, 100).forEach(i -> anna.publish(broadcast(i)));
      await().until(() -> anna.pendingPublishes() == 100);
      redis.master().restart();
      await().until(() -> anna.pendingPublishes() == 0);
      assertEquals(0, anna.counters().publishFailures().sum());
      bert.close();
    }
  }

  @Test
  void dropsTheOldestMessagesOfAFullQueue() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.bus(vertx, "anna", 10_000);
      RecordingListener.connected(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      IntStream.range(0, 1000).forEach(i -> anna.publish(broadcast(i)));
      await().until(() -> anna.counters().publishFailures().sum() > 900);
      assertTrue(anna.pendingPublishes() < 100);
    }
  }

  @Test
  void locksANameForOneGateway() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.bus(vertx, "anna");
      Bus bert = redis.bus(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener.connected(bert);
      assertTrue(claim(anna, "n1"));
      assertFalse(claim(bert, "n1"));
      assertTrue(claim(bert, "n2"));
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      assertThrows(ExecutionException.class, () -> claim(anna, "n3"));
    }
  }

  @Test
  void dropsMalformedMessages() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.bus(vertx, "anna");
      Bus bert = redis.bus(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener.connected(bert);
      for (String channel : List.of(MAIN.broadcast(), MAIN.broadcast() + "x#", MAIN.request())) {
        send(
            redis,
            Request.cmd(Command.PUBLISH)
                .arg(channel)
                .arg(Buffer.buffer(new byte[] {(byte) 0xdd, 1})));
        send(redis, Request.cmd(Command.PUBLISH).arg(channel).arg("{nonsense"));
      }
      bert.publish(broadcast(1));
      await().until(() -> atAnna.size() == 1);
      assertEquals(6, anna.counters().malformed().sum());
    }
  }

  @Test
  void noticesARedisThatHangs() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.bus(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      Bus bert = redis.bus(vertx, "bert");
      RecordingListener.connected(bert);
      Thread hang =
          new Thread(
              () -> {
                try {
                  send(redis, Request.cmd(Command.DEBUG).arg("SLEEP").arg("5"));
                } catch (Exception timedOut) {
                  throw new AssertionError(timedOut);
                }
              });
      hang.start();
      await().until(() -> anna.state() == BusState.CONNECTING);
      assertTrue(hang.isAlive(), "it was noticed only when Redis was back");
      await().until(() -> anna.state() == BusState.CONNECTED && bert.state() == BusState.CONNECTED);
      bert.publish(broadcast(1));
      await().until(() -> atAnna.size() == 1);
      hang.join();
    }
  }

  @Test
  void doesNotPublishToADemotedMaster() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.bus(vertx, "anna");
      RecordingListener.connected(anna);
      send(redis, Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg(redis.replica().port()));
      await().until(() -> anna.state() == BusState.CONNECTING);
      anna.publish(broadcast(1));
      await().until(() -> anna.pendingPublishes() == 1);
      send(redis, Request.cmd(Command.REPLICAOF).arg("NO").arg("ONE"));
      await().until(() -> anna.state() == BusState.CONNECTED && anna.pendingPublishes() == 0);
    }
  }

  @Test
  void sendsCommandsToTheOtherGateways() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.bus(vertx, "anna");
      Bus bert = redis.bus(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      List<BusMessage> messages =
          List.of(
              new BusMessage.Join(Audience.room("/", "a"), Set.of("b")),
              new BusMessage.Leave(Audience.all("/").except("x"), Set.of("b")),
              new BusMessage.Disconnect(Audience.room("/", "a"), true));
      messages.forEach(anna::publish);
      await().until(() -> atBert.size() == 3);
      assertEquals(messages, atBert.received());
      assertEquals(atBert.received(), atAnna.received());
    }
  }

  @Test
  void connectsOnceThePasswordIsRight() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      String[] password = {"wrong"};
      HostPort hostPort = new HostPort("127.0.0.1", redis.master().port());
      Bus bus =
          new PubSubBus(
              vertx,
              RedisServers.settings("a b", hostPort, hostPort, () -> password[0], 1000),
              new java.util.Random(),
              RedisServers.CLOCK);
      RecordingListener.started(bus);
      assertEquals(BusState.CONNECTING, bus.state());
      password[0] = RedisServers.PASSWORD;
      await().until(() -> bus.state() == BusState.CONNECTED);
      assertTrue(
          send(redis, Request.cmd(Command.CLIENT).arg("LIST"))
              .toString()
              .contains("name=wsfleet-publisher-a_b"));
    }
  }

  private static Broadcast broadcast(int number) {
    return new Broadcast(Event.of("e", String.valueOf(number)), Audience.all("/"), false);
  }

  private static boolean claim(Bus bus, String name) throws Exception {
    return bus.tryLock(name, 60_000).toCompletableFuture().get(5, SECONDS);
  }

  private Response send(RedisServers redis, Request request) throws Exception {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + redis.master().port())
            .setPassword(RedisServers.PASSWORD);
    Redis client = Redis.createClient(vertx, options);
    try {
      return client.send(request).toCompletionStage().toCompletableFuture().get(10, SECONDS);
    } finally {
      client.close();
    }
  }
}
