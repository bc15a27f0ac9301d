package io.wsfleet.gateway.bus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.contract.redis.MasterCommands;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.HostPort;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.TcpProxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the operator writes into a real Redis, as the gateways' reader and writer see it. The
 * gateways do not poll, so that what they know they were told.
 */
class OperatorScriptsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void aGatewayPublishesIntoTheStreamThatTheOperatorCreated() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      send(redis.master(), MasterCommands.startTerm(7, "epoch", 1));
      Bus anna = redis.streamWithoutPolling(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      await().until(() -> atAnna.size() == 1);
      assertEquals("7-1.epoch", String.valueOf(anna.position()));
    }
  }

  @Test
  void readersMissNothingWhenTheOperatorStartsATerm() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      send(redis.master(), MasterCommands.startTerm(1, "epoch", 1));
      Bus anna = redis.streamWithoutPolling(vertx, "anna");
      Bus bert = redis.streamWithoutPolling(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          send(redis.master(), MasterCommands.startTerm(2, "another", 1));
        }
        publish(anna, i).get(5, SECONDS);
      }
      await().until(() -> atBert.size() == 6);
      assertEquals(
          IntStream.range(0, 6).mapToObj(OperatorScriptsTest::message).toList(), atBert.received());
      assertEquals("2-3.epoch", String.valueOf(bert.position()));
      assertEquals(0, bert.counters().missedMessages().sum());
    }
  }

  @Test
  void aPublisherWaitsForAsManyReplicasAsTheOperatorSets() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      send(redis.master(), MasterCommands.startTerm(1, "epoch", 0));
      Bus anna = redis.streamWithoutPolling(vertx, "anna");
      RecordingListener.connected(anna);
      redis.replica().suspend();
      try {
        publish(anna, 0).get(5, SECONDS);
        send(redis.master(), MasterCommands.setMinInSyncReplicas(1));
        CompletableFuture<Void> waiting = publish(anna, 1);
        await().until(() -> anna.unacknowledged() == 1);
        assertFalse(waiting.isDone(), "the replica does not have it");
        redis.replica().resume();
        waiting.get(5, SECONDS);
      } finally {
        redis.replica().resume();
      }
    }
  }

  @Test
  void aGatewayConnectsToTheMasterThatTheOperatorAnnounces() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica();
        TcpProxy serviceWithoutEndpoints = new TcpProxy()) {
      RedisProcess master = redis.master();
      send(master, MasterCommands.startTerm(1, "epoch", 0));
      Bus anna =
          redis.streamWithoutPolling(
              vertx, "anna", new HostPort("127.0.0.1", serviceWithoutEndpoints.port()));
      RecordingListener.started(anna);
      CompletableFuture<Void> published = publish(anna, 0);
      await().until(() -> subscribers(redis.replica()) == 1);
      assertFalse(published.isDone(), "the Service leads to no master");
      send(master, MasterCommands.announceMaster(new HostPort("127.0.0.1", master.port()) + ""));
      published.get(10, SECONDS);
    }
  }

  private static long subscribers(RedisProcess node) throws Exception {
    String reply = node.rawCommand("PUBSUB", "NUMSUB", StreamKeys.STREAM);
    return Long.parseLong(reply.substring(reply.lastIndexOf(":") + 1, reply.indexOf("+OK")).trim());
  }

  private static void send(RedisProcess node, List<String> command) throws Exception {
    String reply = node.rawCommand(command.toArray(String[]::new));
    assertTrue(reply.startsWith("$2\r\nOK") || reply.startsWith(":1"), reply);
  }

  private static CompletableFuture<Void> publish(Bus bus, int number) {
    return bus.publish(message(number)).toCompletableFuture();
  }

  private static Broadcast message(int number) {
    return new Broadcast(Event.of("number", String.valueOf(number)), Audience.all("/"), false);
  }
}
