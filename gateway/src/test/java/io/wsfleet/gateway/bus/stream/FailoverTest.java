package io.wsfleet.gateway.bus.stream;

import static io.wsfleet.gateway.bus.stream.StreamTestData.message;
import static io.wsfleet.gateway.bus.stream.StreamTestData.messages;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.redis.RedisReplicationGroup;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.testing.RedisProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Masters that die or hang, and replicas that are promoted; {@code -Dtakeovers=50} sets how often.
 */
class FailoverTest {
  private static final int FAILOVERS = Integer.getInteger("takeovers", 3);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void resendsUnacknowledgedMessagesAfterAFailover() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      Bus anna = redis.gateway(vertx, "anna");
      Bus bert = redis.gateway(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publish(anna, 0).get(5, SECONDS);
      await().until(() -> atAnna.size() == 1 && atBert.size() == 1);
      // Without their master they receive nothing, and can still be read.
      for (RedisProcess each : redis.replicas()) {
        each.rawCommand("REPLICAOF", "127.0.0.1", "1");
      }
      List<CompletableFuture<Void>> published = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        published.add(publish(anna, i));
      }
      await().until(() -> anna.unacknowledged() == 100);
      assertEquals(1, atBert.size());
      redis.master().kill();
      redis.failOver();
      CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).get(20, SECONDS);
      await().until(() -> atAnna.size() >= 101 && atBert.size() >= 101);
      assertEquals(messages("anna", 101), atAnna.received());
      assertEquals(messages("anna", 101), atBert.received());
    }
  }

  @Test
  void publishesASequenceOnceAcrossFailoversAndGateways() throws Exception {
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
        ProducerSequence sequence = new ProducerSequence("shop", i + 7);
        CompletableFuture<PublishResult> first =
            anna.publish(message("shop", i), sequence).toCompletableFuture();
        CompletableFuture<PublishResult> second =
            bert.publish(message("shop", i), sequence).toCompletableFuture();
        List<PublishResult> results = List.of(first.get(20, SECONDS), second.get(20, SECONDS));
        assertTrue(results.stream().noneMatch(PublishResult.OutOfSequence.class::isInstance));
        if (i % 20 == 10 && i < 30) {
          redis.rejoin(killed(redis));
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
  void leavesAMasterThatHangs() throws Exception {
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
  void leavesAnOrphanedReplica() throws Exception {
    try (RedisReplicationGroup redis = new RedisReplicationGroup(3)) {
      RedisProcess orphan = redis.replicas().get(0);
      orphan.kill();
      orphan.restart();
      redis.routeReadersTo(orphan);
      Bus anna = redis.gateway(vertx, "anna");
      RecordingListener atAnna = RecordingListener.started(anna);
      CompletableFuture<Void> published = publish(anna, 0);
      published.get(10, SECONDS);
      assertEquals(BusState.CONNECTING, anna.state(), "there is nothing to read");
      redis.routeReadersTo(redis.replicas().get(1));
      await().until(() -> anna.state() == BusState.CONNECTED);
      publish(anna, 1).get(5, SECONDS);
      await().until(() -> atAnna.size() > 0 && atAnna.received().contains(message("anna", 1)));
      assertEquals(0, anna.counters().lostEpochs().sum());
    }
  }

  @Test
  void losesAndDuplicatesNothingWhenMastersDieOrHangUnderLoad() throws Exception {
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
      AtomicLong lastPublished = new AtomicLong(System.nanoTime());
      AtomicLong longest = new AtomicLong();
      List<List<CompletableFuture<Void>>> all = new ArrayList<>();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        Bus bus = buses.get(i);
        String name = names.get(i);
        List<CompletableFuture<Void>> published = new CopyOnWriteArrayList<>();
        all.add(published);
        Thread sender =
            new Thread(
                () -> {
                  for (int number = 0; !over.get(); number++) {
                    CompletableFuture<Void> one =
                        bus.publish(message(name, number)).toCompletableFuture();
                    one.thenRun(
                        () -> {
                          long now = System.nanoTime();
                          long gap = (now - lastPublished.getAndSet(now)) / 1_000_000;
                          longest.accumulateAndGet(gap, Math::max);
                        });
                    published.add(one);
                    sleep(5);
                  }
                });
        senders.add(sender);
        sender.start();
      }
      for (int i = 0; i < FAILOVERS; i++) {
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
            "failover %d: the master %s, nothing was acknowledged for %d ms%n",
            i + 1, hangs ? "hung" : "died", longest.get());
      }
      over.set(true);
      for (Thread sender : senders) {
        sender.join(5000);
      }
      int total = 0;
      for (List<CompletableFuture<Void>> published : all) {
        CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).get(40, SECONDS);
        total += published.size();
      }
      int expected = total;
      for (int i = 0; i < names.size(); i++) {
        RecordingListener listener = listeners.get(i);
        await().atMost(Duration.ofSeconds(20)).until(() -> listener.size() >= expected);
        assertEquals(expected, new HashSet<>(listener.received()).size(), "each is delivered");
        assertEquals(expected, listener.size(), "once");
        for (int sender = 0; sender < names.size(); sender++) {
          String name = names.get(sender);
          assertEquals(messages(name, all.get(sender).size()), only(name, listener));
        }
        assertEquals(listeners.get(0).received(), listener.received(), "in one order");
        assertEquals(0, buses.get(i).counters().missedMessages().sum());
        assertEquals(0, buses.get(i).counters().lostEpochs().sum());
      }
    }
  }

  private static RedisProcess killed(RedisReplicationGroup redis) throws Exception {
    for (RedisProcess node : redis.replicas()) {
      try {
        node.rawCommand("PING");
      } catch (UncheckedIOException unreachable) {
        node.restart();
        return node;
      }
    }
    throw new IllegalStateException("all servers are running");
  }

  private static CompletableFuture<Void> publish(Bus bus, int number) {
    return bus.publish(message("anna", number)).toCompletableFuture();
  }

  private static List<BusMessage> only(String producer, RecordingListener listener) {
    return listener.received().stream()
        .filter(each -> ((Broadcast) each).event().name().equals(producer))
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
