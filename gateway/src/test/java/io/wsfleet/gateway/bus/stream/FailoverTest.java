package io.wsfleet.gateway.bus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.RedisReplicationGroup;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.testing.RedisProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Masters that die or hang, and replicas that take over; as many as {@code -Dtakeovers=50} says.
 */
class FailoverTest {
  private static final int TAKE_OVERS = Integer.getInteger("takeovers", 3);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void countsAMessageAsTakenOnceAReplicaHasIt() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener.connected(anna);
      for (int i = 0; i < 20; i++) {
        publish(anna, i).get(5, SECONDS);
        String there = redis.replicas().get(0).rawCommand("XREVRANGE", StreamKeys.STREAM, "+", "-");
        assertTrue(there.contains("," + i), "message " + i + " is in the replica");
      }
      assertEquals(0, anna.counters().lateReplicaAcks().sum());
      assertEquals(0, anna.unacknowledged());
    }
  }

  @Test
  void goesOnTellingWhileAReplicaHangsAndSaysThatNothingIsKept() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      redis.requireReplicas(2);
      Bus anna = redis.gateway(vertx, "anna", new StreamSettings(1000, 10_000_000, 8000, 300), 0);
      RecordingListener atAnna = RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      RedisProcess hung = redis.replicas().get(0);
      hung.suspend();
      List<CompletableFuture<Void>> taken = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        taken.add(publish(anna, i));
        Thread.sleep(5);
      }
      await().until(() -> atAnna.size() == 101);
      assertTrue(taken.stream().noneMatch(CompletableFuture::isDone), "it is not proved yet");
      await().until(() -> anna.unacknowledged() == 100);
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> taken.get(0).get(20, SECONDS));
      assertTrue(failure.getMessage().endsWith("it may have arrived all the same"));
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
  void provesAllThatWasWrittenWhenTheReplicaIsBack() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      redis.replicas().get(0).suspend();
      List<CompletableFuture<Void>> taken = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        taken.add(publish(anna, i));
        Thread.sleep(20);
      }
      assertTrue(taken.stream().noneMatch(CompletableFuture::isDone));
      await().until(() -> anna.unacknowledged() == 50);
      redis.replicas().get(0).resume();
      CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).get(10, SECONDS);
      await().until(() -> atAnna.size() == 51);
      assertEquals(messages("anna", 51), atAnna.received());
    }
  }

  @Test
  void waitsForNobodyAnyMoreOnceNoReplicaIsWanted() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      redis.replicas().get(0).suspend();
      CompletableFuture<Void> taken = publish(anna, 1);
      await().until(() -> anna.unacknowledged() == 1);
      assertFalse(taken.isDone());
      redis.requireReplicas(0);
      taken.get(5, SECONDS);
      publish(anna, 2).get(5, SECONDS);
    }
  }

  @Test
  void sendsAgainWhatNoReplicaWasProvedToHave() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      Bus anna = redis.gateway(vertx, "anna");
      Bus bert = redis.gateway(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publish(anna, 0).get(5, SECONDS);
      await().until(() -> atAnna.size() == 1 && atBert.size() == 1);
      // Cut off from their master they get nothing, and go on showing what they have.
      for (RedisProcess each : redis.replicas()) {
        each.rawCommand("REPLICAOF", "127.0.0.1", "1");
      }
      List<CompletableFuture<Void>> taken = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        taken.add(publish(anna, i));
      }
      await().until(() -> anna.unacknowledged() == 100);
      assertEquals(1, atBert.size());
      redis.master().kill();
      redis.failOver();
      CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).get(20, SECONDS);
      await().until(() -> atAnna.size() >= 101 && atBert.size() >= 101);
      assertEquals(messages("anna", 101), atAnna.received());
      assertEquals(messages("anna", 101), atBert.received());
    }
  }

  @Test
  void takesANumberedMessageOnceThoughTheMasterDiesAndAnotherGatewayIsAsked() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      Bus anna = redis.gateway(vertx, "anna");
      Bus bert = redis.gateway(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      for (int i = 0; i < 40; i++) {
        if (i % 20 == 10) {
          redis.master().kill();
          redis.failOver();
        }
        ProducerSequence producerSequence = new ProducerSequence("shop", i + 7);
        CompletableFuture<PublishResult> first =
            anna.publish(message("shop", i), producerSequence).toCompletableFuture();
        CompletableFuture<PublishResult> second =
            bert.publish(message("shop", i), producerSequence).toCompletableFuture();
        List<PublishResult> receipts = List.of(first.get(20, SECONDS), second.get(20, SECONDS));
        assertTrue(receipts.stream().noneMatch(PublishResult.OutOfSequence.class::isInstance));
        if (i % 20 == 10 && i < 30) {
          redis.rejoin(gone(redis));
        }
      }
      assertEquals(
          new PublishResult.OutOfSequence(47),
          anna.publish(message("shop", 99), new ProducerSequence("shop", 50))
              .toCompletableFuture()
              .get(5, SECONDS));
      await().until(() -> atAnna.size() >= 40 && atBert.size() >= 40);
      assertEquals(messages("shop", 40), atAnna.received());
      assertEquals(messages("shop", 40), atBert.received());
    }
  }

  @Test
  void leavesAMasterThatHangsSoon() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener.connected(anna);
      redis.master().suspend();
      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(2))
          .until(() -> anna.state() == BusState.CONNECTING);
    }
  }

  @Test
  void leavesAReplicaThatHasNoMasterForOneThatHas() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      RedisProcess lonely = redis.replicas().get(0);
      lonely.kill();
      lonely.restart();
      redis.routeReadersTo(lonely);
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener atAnna = RecordingListener.started(anna);
      CompletableFuture<Void> taken = publish(anna, 0);
      taken.get(10, SECONDS);
      assertEquals(BusState.CONNECTING, anna.state(), "there is nothing to be read");
      redis.routeReadersTo(redis.replicas().get(1));
      await().until(() -> anna.state() == BusState.CONNECTED);
      publish(anna, 1).get(5, SECONDS);
      await().until(() -> atAnna.size() > 0 && atAnna.received().contains(message("anna", 1)));
      assertEquals(0, anna.counters().lostEpochs().sum());
    }
  }

  @Test
  void tellsItsOwnWhileTheMasterTakesNothingForWantOfReplicas() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(2)) {
      redis.master().rawCommand("CONFIG", "SET", "min-replicas-to-write", "1");
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publish(anna, 0).get(5, SECONDS);
      RedisProcess away = redis.replicas().get(0);
      away.kill();
      await().until(() -> redis.master().info("connected_slaves").equals("0"));
      CompletableFuture<Void> taken = publish(anna, 1);
      await().until(() -> atAnna.size() == 2);
      assertFalse(taken.isDone());
      away.restart();
      redis.rejoin(away);
      taken.get(10, SECONDS);
      publish(anna, 2).get(5, SECONDS);
      await().until(() -> atAnna.size() >= 3);
      assertEquals(messages("anna", 3), atAnna.received());
    }
  }

  @Test
  void isHeardAsLongAsMessagesAreToldThoughTheyAreNotAcknowledged() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      redis.requireReplicas(2);
      Bus anna = redis.gateway(vertx, "anna", RedisServers.STREAM_SETTINGS, 300);
      RecordingListener.connected(anna);
      await().until(() -> anna.heartbeatAges().size() == 1);
      redis.replicas().get(0).suspend();
      await().until(() -> anna.unacknowledged() > 8);
      await().until(() -> anna.heartbeatAges().get("anna") < 600);
    }
  }

  private static RedisProcess gone(RedisReplicationGroup redis) throws Exception {
    for (RedisProcess node : redis.replicas()) {
      try {
        node.rawCommand("PING");
      } catch (UncheckedIOException away) {
        node.restart();
        return node;
      }
    }
    throw new IllegalStateException("all are there");
  }

  @Test
  void losesAndDoublesNothingThoughMastersDieAndHangUnderLoad() throws Exception {
    List<String> names = List.of("anna", "bert", "cleo");
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      List<Bus> buses = new ArrayList<>();
      List<RecordingListener> listeners = new ArrayList<>();
      for (String name : names) {
        Bus bus = redis.gateway(vertx, name, RedisServers.STREAM_SETTINGS, 1000);
        buses.add(bus);
        listeners.add(RecordingListener.connected(bus));
      }
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong lastTaken = new AtomicLong(System.nanoTime());
      AtomicLong longest = new AtomicLong();
      List<List<CompletableFuture<Void>>> said = new ArrayList<>();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        Bus bus = buses.get(i);
        String name = names.get(i);
        List<CompletableFuture<Void>> taken = new CopyOnWriteArrayList<>();
        said.add(taken);
        Thread sender =
            new Thread(
                () -> {
                  for (int number = 0; !over.get(); number++) {
                    CompletableFuture<Void> one =
                        bus.publish(message(name, number)).toCompletableFuture();
                    one.thenRun(
                        () -> {
                          long now = System.nanoTime();
                          long gap = (now - lastTaken.getAndSet(now)) / 1_000_000;
                          longest.accumulateAndGet(gap, Math::max);
                        });
                    taken.add(one);
                    sleep(5);
                  }
                });
        senders.add(sender);
        sender.start();
      }
      for (int i = 0; i < TAKE_OVERS; i++) {
        Thread.sleep(700);
        longest.set(0);
        RedisProcess old = redis.master();
        boolean hangs = i % 2 == 1;
        if (hangs) {
          old.suspend();
          Thread.sleep(600);
        } else {
          old.kill();
        }
        redis.failOver();
        Thread.sleep(1000);
        if (hangs) {
          old.resume();
        } else {
          old.restart();
        }
        redis.rejoin(old);
        System.out.printf(
            "take-over %d: the master %s, nothing was taken for %d ms%n",
            i + 1, hangs ? "hung" : "died", longest.get());
      }
      over.set(true);
      for (Thread sender : senders) {
        sender.join(5000);
      }
      int all = 0;
      for (List<CompletableFuture<Void>> taken : said) {
        CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).get(40, SECONDS);
        all += taken.size();
      }
      int expected = all;
      for (int i = 0; i < names.size(); i++) {
        RecordingListener recordingListener = listeners.get(i);
        await().atMost(Duration.ofSeconds(20)).until(() -> recordingListener.size() >= expected);
        assertEquals(expected, new HashSet<>(recordingListener.received()).size(), "each is heard");
        assertEquals(expected, recordingListener.size(), "once");
        for (int sender = 0; sender < names.size(); sender++) {
          String name = names.get(sender);
          assertEquals(messages(name, said.get(sender).size()), only(name, recordingListener));
        }
        assertEquals(listeners.get(0).received(), recordingListener.received(), "in one order");
        assertEquals(0, buses.get(i).counters().missedMessages().sum());
        assertEquals(0, buses.get(i).counters().lostEpochs().sum());
      }
    }
  }

  private static CompletableFuture<Void> publish(Bus bus, int number) {
    return bus.publish(message("anna", number)).toCompletableFuture();
  }

  private static Broadcast message(String sender, int number) {
    return new Broadcast(Event.of(sender, String.valueOf(number)), Audience.all("/"), false);
  }

  private static List<Broadcast> messages(String sender, int count) {
    return IntStream.range(0, count).mapToObj(i -> message(sender, i)).toList();
  }

  private static List<BusMessage> only(String sender, RecordingListener recordingListener) {
    return recordingListener.received().stream()
        .filter(each -> ((Broadcast) each).event().name().equals(sender))
        .toList();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
